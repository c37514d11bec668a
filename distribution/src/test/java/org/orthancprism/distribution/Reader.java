// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.orthancprism.command.picture.FilmPicture;
import org.orthancprism.command.server.OrthancServer;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.models.film.Film;
import org.orthancprism.models.fixture.Golden;
import org.orthancprism.models.fixture.QuickDefaultPack;
import org.orthancprism.models.fixture.TinyStableDiffusion;
import org.orthancprism.phantom.Phantom;
import org.orthancprism.phantom.PhantomSettings;
import org.orthancprism.server.HubServer;

/**
 * Somebody who does what the documents say, in a folder that holds what they take for granted: the
 * checkout's program, films, a Stable Diffusion folder, the zip.
 */
final class Reader implements AutoCloseable {

  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  private static final Path ZIP = Path.of(System.getProperty("distribution.zip"));
  private static final String VERSION =
      ZIP.getFileName().toString().replaceAll("^orthanc-prism-|\\.zip$", "");
  private static final int SIDE = 128;

  /** Folders of the packaged Orthanc, which stand in the reader's folder too. */
  private static final String CONFIGURATION = "etc/orthanc";

  private static final String PLUGINS = "usr/share/orthanc/plugins";
  private static final List<String> ADDRESSES = List.of("http://ORTHANC", "http://127.0.0.1:8042");
  private static final String HUB = "http://HUB";
  private static final String LOG = "/var/log/orthanc/Orthanc.log";

  private final Path folder;
  private OrthancServer orthanc;
  private HubServer hub;

  /** Lays ready what documents take for granted. */
  Reader(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(opt());
    Files.createSymbolicLink(folder.resolve("prism"), ROOT.resolve("prism"));
    for (String module : List.of("models", "phantoms")) {
      Files.createSymbolicLink(folder.resolve(module), ROOT.resolve(module));
    }
    QuickDefaultPack.write(folder.resolve("my-pack"));
    workerFile();
    Files.createSymbolicLink(folder.resolve(ZIP.getFileName()), ZIP);
    film("my-films/phantom-1.png", true);
    film("my-films/phantom-2.png", false);
    labelledFilms();
    stableDiffusion();
    environmentWithTorch();
    for (String place : List.of(CONFIGURATION, PLUGINS)) {
      Files.createDirectories(folder.resolve(place));
    }
  }

  private Path opt() {
    return folder.resolve("opt");
  }

  Path path(String name) {
    return folder.resolve(name);
  }

  private void film(String name, boolean devices) throws IOException {
    Film film =
        Phantom.generate(new PhantomSettings(SIDE, SIDE, name.hashCode(), devices, true)).film();
    Files.createDirectories(folder.resolve(name).getParent());
    new FilmPicture(film.rows(), film.columns(), film.luminance())
        .writeSource(folder.resolve(name));
  }

  /** The file for a worker of its own, as it is shipped, with secrets that are there. */
  private void workerFile() throws IOException {
    JsonObject shipped = json(ROOT.resolve("orthanc-config/worker/worker.json"));
    JsonObject orthanc = shipped.getJsonObject("Orthancs").getJsonObject("radiology");
    Path secret = Files.writeString(folder.resolve("secret"), "a secret\n");
    JsonObject file =
        Json.createObjectBuilder(shipped)
            .add("Pack", folder.resolve("my-pack").toString())
            .add("EngineCache", folder.resolve("engine").toString())
            .add("Queue", withSecret(shipped.getJsonObject("Queue"), secret))
            .add(
                "Orthancs",
                Json.createObjectBuilder().add("radiology", withSecret(orthanc, secret)))
            .build();
    Files.writeString(folder.resolve("worker.json"), file.toString());
  }

  private static JsonObjectBuilder withSecret(JsonObject section, Path secret) {
    return Json.createObjectBuilder(section)
        .remove("Certificates")
        .add("PasswordFile", secret.toString());
  }

  static JsonObject json(Path file) throws IOException {
    try (JsonReader reader = Json.createReader(new StringReader(Files.readString(file)))) {
      return reader.readObject();
    }
  }

  private void labelledFilms() throws IOException {
    film("FILMS/bare.png", false);
    film("FILMS/loaded.png", true);
    Files.writeString(
        folder.resolve("FILMS/device_labels.csv"),
        """
        image_id,patient_id,projection,modality,device_visible,note
        bare,patient-0,ap,DX,0,
        loaded,patient-0,ap,CR,1,
        """);
  }

  private void stableDiffusion() throws IOException {
    TinyStableDiffusion.write(folder.resolve("stable-diffusion-v1-5"));
    golden("unet.safetensors", "PRISM/model.safetensors");
    golden("classifier.safetensors", "densenet.safetensors");
    golden("lora/kohya.safetensors", "style.safetensors");
    golden("lora/peft.safetensors", "scanner.safetensors");
    // The shipped recipes name the digests of the real models' files.
    Files.writeString(
        folder.resolve("recipes.json"),
        """
        {"prism": {"base": {"model": "stable-diffusion-v1-5/stable-diffusion-v1-5"},
                   "unet": {"model": "amar-kr/PRISM", "file": "model.safetensors"}}}
        """);
  }

  private void golden(String name, String to) throws IOException {
    Files.createDirectories(folder.resolve(to).getParent());
    Files.copy(Golden.path(name), folder.resolve(to));
  }

  /** What pip leaves of PyTorch's wheel, of which only the place of its libraries matters here. */
  private void environmentWithTorch() throws IOException {
    Path libraries = opt().resolve("torch/lib/python3.11/site-packages/torch/lib");
    Files.createDirectories(libraries);
    Files.writeString(libraries.resolve("libtorch.so"), "libtorch");
  }

  /** Runs a command in the folder, which must end well; gives what it prints. */
  String does(String command) throws IOException, InterruptedException {
    Said said = tries(command);
    assertEquals(0, said.status(), () -> command + "\n" + said.words());
    return said.words();
  }

  /** Runs a command in the folder, however it ends. */
  Said tries(String command) throws IOException, InterruptedException {
    // As nice as workers are: those of integration-tests, tested beside this, need their turn.
    ProcessBuilder shell = new ProcessBuilder("nice", "-n", "19", "bash", "-c", here(command));
    shell.environment().put("PRISM_AS_BUILT", "1");
    shell.environment().put("JAVA_HOME", System.getProperty("java.home"));
    shell
        .environment()
        .merge("PATH", System.getProperty("java.home") + "/bin", (path, java) -> java + ":" + path);
    Path words = Files.createTempFile(folder, "said-", ".txt");
    Process process =
        shell
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(words.toFile())
            .start();
    return new Said(process.waitFor(), Files.readString(words));
  }

  /** What a command says, and its exit status. */
  record Said(int status, String words) {}

  /** The command with this machine's places in it. */
  private String here(String command) {
    String placed =
        command
            .replace("/opt", opt().toString())
            .replace("orthanc-prism-VERSION", "orthanc-prism-" + VERSION);
    for (String place : List.of(CONFIGURATION, PLUGINS)) {
      placed = placed.replace("/" + place + "/", folder.resolve(place) + "/");
    }
    placed = placed.replace(LOG, server().resolve("orthanc.log").toString());
    for (String address : ADDRESSES) {
      if (placed.contains(address)) {
        placed = placed.replace(address, orthanc().address().toString());
      }
    }
    if (placed.contains(HUB)) {
      placed = placed.replace(HUB, hub().address().toString());
    }
    return placed.replace("-u USER", "-u reader:unasked");
  }

  private Path server() {
    return folder.resolve("server");
  }

  /** Orthanc as the unpacked zip configures it; started when it is first asked. */
  private OrthancServer orthanc() {
    try {
      if (orthanc == null) {
        orthanc =
            OrthancServer.start(UnpackedZip.in(opt().resolve("orthanc-prism")).settings(server()));
      }
      return orthanc;
    } catch (IOException | ServerException e) {
      throw new IllegalStateException("the unpacked zip does not run", e);
    }
  }

  /** A model hub with what the recipes name; started when it is first asked. */
  private HubServer hub() {
    try {
      if (hub == null) {
        hub = HubServer.start();
        hub.publish(
            "stable-diffusion-v1-5/stable-diffusion-v1-5", folder.resolve("stable-diffusion-v1-5"));
        hub.publish("amar-kr/PRISM", folder.resolve("PRISM"));
      }
      return hub;
    } catch (IOException e) {
      throw new IllegalStateException("the model hub does not start", e);
    }
  }

  @Override
  public void close() {
    if (hub != null) {
      hub.close();
    }
    if (orthanc != null) {
      orthanc.close();
    }
  }
}
