// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import org.orthancprism.distribution.Way.Check;
import org.orthancprism.distribution.Way.Checked;
import org.orthancprism.distribution.Way.Run;

/** For each command of the documents how it is run, or why not and what is checked instead. */
final class WaysOfCommands {

  private static final String PYTHON =
      "training and references need a Python of their own, of 5 GB, and hours";
  private static final String MAVEN =
      "Maven within Maven would rewrite the classes that the tests run from";
  private static final String MACHINE = "changes the machine that the tests run on";
  private static final String LONGER = "the same with options behind it is run";
  private static final String DOCKER = "there is no Docker where the tests run";
  private static final String NO_GPU = "it ends with 1 where there is no GPU";
  private static final String DCM4CHE = "dcm4che is not on Maven Central";
  private static final String BUILDS = "builds and tests everything, this test included";

  /** The hub of this test, and nobody who answers. */
  private static final String FROM_HUB = "--endpoint http://HUB --yes";

  private static final String FETCH_BESIDE_THE_ZIP =
      "java -jar /opt/orthanc-prism/orthanc-prism-packs.jar fetch prism";

  private static final String GPU_CHECK =
      "java -jar /opt/orthanc-prism/orthanc-prism-packs.jar gpu check"
          + " --config /etc/orthanc/prism.json";

  private static final String TRAINING_LAYERS =
      "java -cp phantoms/target/classes:models/target/classes"
          + " org.orthancprism.phantom.TrainingLayers";

  private static final String INSTALL_USERS =
      "install -o orthanc -g orthanc -m 640"
          + " /opt/orthanc-prism/orthanc-config/secured/credentials.json /etc/orthanc/";

  private static final Check SIMULATED =
      (command, reader) -> reader.does(command.replaceFirst("install ", "install --simulate "));
  private static final Check TAKES_NO_ARGUMENTS = CommandChecks::takesNoArguments;
  private static final Check PYTHON_LINE = PythonChecks::optionsAreTheProgramsOwn;
  private static final Check REQUIREMENTS = PythonChecks::requirementsArePinnedAndComplete;
  private static final Check MAVEN_LINE = CommandChecks::mavenFindsModulesGoalsAndTests;
  private static final Check COMPOSE = (command, reader) -> ComposeFile.checkAll();
  private static final Check SHELL = CommandChecks::isShell;
  private static final Check UNIT = CommandChecks::unitIsShipped;

  /** The same, with less to do. */
  private static Run shorter(String command, String less, String... leaves) {
    return new Run(command + " " + less, List.of(leaves));
  }

  private static Run smaller(String command, String much, String little, String... leaves) {
    return new Run(command.replace(much, little), List.of(leaves));
  }

  /** On a pack that was imported before, which from then on edits in two steps of fifty. */
  private static Run inTwoSteps(String pack, String command, String... leaves) {
    return new Run(
        "sed -Ei 's/(\"steps\": ?)[0-9]+/\\12/' " + pack + "/pack.json && " + command,
        List.of(leaves));
  }

  private static Map.Entry<String, Way> verified(String pack) {
    String command = "./prism pack verify " + pack;
    return entry(command, inTwoSteps(pack, command));
  }

  private static Map.Entry<String, Way> run(String command, String... leaves) {
    return entry(command, new Run(command, List.of(leaves)));
  }

  private static Map.Entry<String, Way> checked(String command, String reason, Check check) {
    return entry(command, new Checked(reason, check));
  }

  static final Map<String, Way> ALL =
      Map.ofEntries(
          run("./prism demo", "demo-out/result.json", "demo-out/before.png"),
          entry(
              "./prism demo my-films/",
              shorter("./prism demo my-films/", "--pack my-pack", "demo-out/film-2/before.png")),
          run("./prism audit my-films/ --pack my-pack/ --out audit-out/", "audit-out/effects.png"),
          run(
              "./prism audit my-films/ --pack my-pack/ --edits"
                  + " remove-support-devices,remove-pleural-effusion --seed 7 --out audit-out/",
              "audit-out/effects.csv"),
          checked(
              "./prism audit my-films/ --model tube=tube.onnx --model service=service.json --out"
                  + " audit-out/",
              "DocumentedModelsTest of command-line audits such models with the JSON of audit.md",
              CommandChecks::helpTells),
          checked("./prism bench engine", LONGER, CommandChecks::helpTells),
          entry(
              "./prism bench engine --json figures.json",
              inTwoSteps(
                  "packs/prism",
                  "./prism bench engine --json figures.json --pack packs/prism --threads 1",
                  "figures.json")),
          entry("./prism bench intake", shorter("./prism bench intake", "--studies 5")),
          entry("./prism bench audit", shorter("./prism bench audit", "--audits 1")),
          entry("./prism bench queue", shorter("./prism bench queue", "--tasks 2000")),
          checked("./prism bench pack", LONGER, CommandChecks::helpTells),
          entry(
              "./prism bench pack --films FILMS --json figures.json",
              shorter(
                  "./prism bench pack --films FILMS --json figures.json",
                  "--pack my-pack --only drawn-devices --phantoms 1",
                  "figures.json")),
          run("export HF_ENDPOINT=https://HUB"),
          entry(
              "./prism pack fetch prism",
              shorter(
                  "./prism pack fetch prism",
                  FROM_HUB + " --recipes recipes.json --out packs/prism-fetched",
                  "packs/prism-fetched/pack.json")),
          entry(
              "./prism pack fetch hf:OWNER/NAME --revision REVISION --out packs/mine",
              smaller(
                  "./prism pack fetch hf:OWNER/NAME --revision REVISION --out packs/mine "
                      + FROM_HUB,
                  "OWNER/NAME --revision REVISION",
                  "stable-diffusion-v1-5/stable-diffusion-v1-5 --revision main",
                  "packs/mine/pack.json")),
          entry(
              "./prism pack fetch hf:stable-diffusion-v1-5/stable-diffusion-v1-5"
                  + " --unet amar-kr/PRISM --out packs/prism-of-parts",
              shorter(
                  "./prism pack fetch hf:stable-diffusion-v1-5/stable-diffusion-v1-5"
                      + " --unet amar-kr/PRISM --out packs/prism-of-parts",
                  FROM_HUB,
                  "packs/prism-of-parts/pack.json")),
          entry(
              "./prism pack fetch prism --offline models --out packs/prism-offline",
              smaller(
                  "./prism pack fetch prism --offline models --out packs/prism-offline"
                      + " --recipes recipes.json",
                  "--offline models",
                  "--offline packs/downloads",
                  "packs/prism-offline/pack.json")),
          run(
              "./prism pack import --base stable-diffusion-v1-5 --unet PRISM/model.safetensors"
                  + " --out packs/prism",
              "packs/prism/pack.json"),
          run(
              "./prism pack import --base stable-diffusion-v1-5 --unet PRISM/model.safetensors"
                  + " --out packs/prism-fp16 --precision fp16",
              "packs/prism-fp16/pack.json"),
          run(
              "./prism pack import --base stable-diffusion-v1-5 --out packs/prism-judged"
                  + " --classifier densenet.safetensors"
                  + " --classifier-labels Effusion,Edema,,Mass,Pneumonia",
              "packs/prism-judged/pack.json"),
          run(
              "./prism pack import --base stable-diffusion-v1-5 --out packs/prism-lora"
                  + " --lora style.safetensors:0.8 --lora scanner.safetensors:-0.3",
              "packs/prism-lora/pack.json"),
          verified("packs/prism-lora"),
          verified("packs/prism"),
          verified("packs/prism-judged"),
          run("./prism pack list packs"),
          checked(
              "./prism recall --url http://127.0.0.1:8042 --user admin --pack DIGEST --dry-run",
              "it needs an Orthanc at work, which RecallTest has",
              CommandChecks::helpTells),
          run("./prism verify demo-out/"),
          run("./prism verify my-films/"),
          run("unzip orthanc-prism-VERSION.zip -d /opt"),
          run("ln -sfn /opt/orthanc-prism-VERSION /opt/orthanc-prism", "opt/orthanc-prism/LICENSE"),
          entry(
              "java -jar orthanc-prism.jar verify FILE",
              smaller(
                  "java -jar orthanc-prism.jar verify my-films/",
                  "-jar ",
                  "-jar " + Reader.ROOT.resolve("plugin/target") + "/")),
          run(
              "ln -sfn /opt/torch/lib/python3*/site-packages/torch /opt/libtorch",
              "opt/libtorch/lib/libtorch.so"),
          run(
              "ln -sfn /opt/orthanc-prism/libOrthancPrismHost.so /usr/share/orthanc/plugins/",
              "usr/share/orthanc/plugins/libOrthancPrismHost.so"),
          run(
              "cp /opt/orthanc-prism/orthanc-config/debian/prism.json /etc/orthanc/",
              "etc/orthanc/prism.json"),
          run(
              "cp /opt/orthanc-prism/orthanc-config/secured/orthanc.json /etc/orthanc/",
              "etc/orthanc/orthanc.json"),
          entry(
              INSTALL_USERS,
              smaller(INSTALL_USERS, "-o orthanc -g orthanc ", "", "etc/orthanc/credentials.json")),
          entry(
              FETCH_BESIDE_THE_ZIP,
              shorter(
                  FETCH_BESIDE_THE_ZIP,
                  FROM_HUB + " --recipes recipes.json --out packs/prism-of-zip",
                  "packs/prism-of-zip/pack.json")),
          checked(
              "./prism gpu check --json gpu.json", NO_GPU, CommandChecks::workerUsesTheProcessor),
          checked(GPU_CHECK, NO_GPU, CommandChecks::workerUsesTheProcessor),
          run("rm /usr/share/orthanc/plugins/libOrthancPrismHost.so /etc/orthanc/prism.json"),
          entry(
              "curl http://127.0.0.1:8042/prism/status",
              shorter("curl http://127.0.0.1:8042/prism/status", "--fail")),
          run("grep -i prism /var/log/orthanc/Orthanc.log"),
          entry("chmod -R go-w", shorter("chmod -R go-w", "packs")),
          entry(
              "java -jar orthanc-prism.jar worker",
              smaller(
                  "java -jar orthanc-prism.jar worker --help",
                  "-jar ",
                  "-jar " + Reader.ROOT.resolve("plugin/target") + "/")),
          entry(
              "java -jar orthanc-prism.jar worker --config worker.json",
              smaller(
                  "java -jar orthanc-prism.jar worker --config worker.json --check",
                  "-jar ",
                  "-jar " + Reader.ROOT.resolve("plugin/target") + "/")),
          run("export ORTHANC_RELEASE=RELEASE-full"),
          run("export ORTHANC_USERS='{\"reader\": \"a password\"}'"),
          entry("curl -u USER http://ORTHANC/prism/status", curl("/prism/status")),
          entry(
              "curl -u USER \"http://ORTHANC/prism/tasks?state=failed\"",
              shorter("curl -u USER \"http://ORTHANC/prism/tasks?state=failed\"", "--fail")),
          entry(
              "curl -u USER -X POST -H \"Content-Type: application/json\" -d '{}'"
                  + " http://ORTHANC/prism/tasks/retry",
              shorter(
                  "curl -u USER -X POST -H \"Content-Type: application/json\" -d '{}'"
                      + " http://ORTHANC/prism/tasks/retry",
                  "--fail")),
          entry(
              TRAINING_LAYERS + " LAYERS 190 512 0 clinical",
              smaller(
                  TRAINING_LAYERS + " LAYERS 190 512 0 clinical",
                  "190 512",
                  "2 64",
                  "LAYERS/film.u8")),
          entry(
              TRAINING_LAYERS + " LAYERS 2400 256 0 plain",
              smaller(
                  TRAINING_LAYERS + " LAYERS 2400 256 0 plain",
                  "2400 256",
                  "2 64",
                  "LAYERS/film.u8")),
          checked("./prism test", BUILDS, TAKES_NO_ARGUMENTS),
          checked("./prism package", BUILDS, CommandChecks::helpTells),
          checked("./prism package --codec dcm4che", DCM4CHE, CommandChecks::helpTells),
          checked("./prism release", BUILDS, CommandChecks::helpTells),
          checked("./prism release --sign KEY", BUILDS, CommandChecks::helpTells),
          checked(".ci/reproducible", BUILDS, CommandChecks::itsHelpTellsOfIt),
          checked(".ci/bare-machine", BUILDS, CommandChecks::itsHelpTellsOfIt),
          checked(".ci/bare-machine demo", BUILDS, CommandChecks::itsHelpTellsOfIt),
          checked(
              "apt-get install --no-install-recommends orthanc orthanc-gdcm default-jre-headless"
                  + " unzip curl",
              MACHINE,
              SIMULATED),
          checked("apt-get install --no-install-recommends orthanc-webviewer", MACHINE, SIMULATED),
          checked("apt-get update", MACHINE, SHELL),
          checked("systemctl restart orthanc", MACHINE, UNIT),
          checked("systemctl enable --now orthanc-prism-worker", MACHINE, UNIT),
          checked("useradd --system --home-dir /var/cache/orthanc-prism prism", MACHINE, SHELL),
          checked("docker compose up", DOCKER, COMPOSE),
          checked("docker compose down", DOCKER, COMPOSE),
          checked("chown 0:999 queue.key && chmod 640 queue.key", DOCKER, SHELL),
          checked("mkdir engine && chown 1000:1000 engine", DOCKER, SHELL),
          checked("python3 -m venv /opt/torch", PYTHON, SHELL),
          checked(
              "/opt/torch/bin/pip install torch==2.7.1",
              "5 GB for a machine with a GPU",
              PythonChecks::versionIsTheEngines),
          checked("python3 -m venv .prism/reference", PYTHON, SHELL),
          checked(
              ".prism/reference/bin/pip install -r models/reference/requirements.txt",
              PYTHON,
              REQUIREMENTS),
          checked(
              "python3 -m venv .prism/training && .prism/training/bin/pip install -r"
                  + " models/training/requirements.txt",
              PYTHON,
              REQUIREMENTS),
          checked(
              ".prism/training/bin/python models/training/footprints.py --pack models/packs/default"
                  + " --films FILMS NIH --out PRINTS",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/train.py --layers LAYERS --films FILMS"
                  + " NIH --footprints PRINTS --out OUT --minutes 84 --seed 6 --from"
                  + " models/packs/default",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/evaluate.py --checkpoint"
                  + " OUT/checkpoint.pt --layers LAYERS --films FILMS NIH --sheet sheet.png",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/export.py --checkpoint"
                  + " OUT/checkpoint.pt --judge FINDINGS.pt --devices DEVICES.pt --points"
                  + " FINDINGS.json DEVICES.json --pack models/packs/default --version VERSION",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/judge_real.py see findings --from"
                  + " models/packs/default --films NIH --out SEEN",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/judge_real.py fit findings --from"
                  + " models/packs/default --seen SEEN --out JUDGE --minutes 25",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/judge_points.py findings --judge"
                  + " JUDGE/best.pt --films NIH --out FINDINGS.pt --points FINDINGS.json",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/film_check.py --from"
                  + " models/packs/default --films FILMS NIH --others NOT_CHEST --out CHECK"
                  + " --minutes 40",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/judge.py --layers LAYERS --films FILMS"
                  + " --out JUDGE --minutes 45",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/judge_head.py --judge JUDGE/judge.pt"
                  + " --layers LAYERS --films FILMS --out JUDGE/finished.pt",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/judge_findings.py --judge"
                  + " JUDGE/finished.pt --layers LAYERS --films FILMS --out JUDGE/final.pt",
              PYTHON,
              PYTHON_LINE),
          checked(
              ".prism/training/bin/python models/training/judge_devices.py --from"
                  + " models/packs/default/classifier.safetensors --layers LAYERS --films FILMS"
                  + " --out DEVICES --minutes 48",
              PYTHON,
              PYTHON_LINE),
          checked(
              "python models/training/latent.py --layers LAYERS --out OUT", PYTHON, PYTHON_LINE),
          checked(
              "python models/training/export_latent.py --trained OUT --pack"
                  + " models/packs/phantom-latent --version VERSION",
              PYTHON,
              PYTHON_LINE),
          checked(
              "MVNW_REPOURL=https://REPOSITORY ./mvnw -v",
              "the address of a repository is each reader's own",
              CommandChecks::wrapperTakesThePinnedMavenAlone),
          checked("mvn --quiet -DskipTests -pl phantoms -am package", MAVEN, MAVEN_LINE),
          checked("mvn -Dmaven.test.skip=true -pl command-line -am package", MAVEN, MAVEN_LINE),
          checked("mvn spotless:apply -pl MODULE", MAVEN, MAVEN_LINE),
          checked(
              "mvn -pl models -am test -Dtest=CompositorTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false",
              MAVEN,
              MAVEN_LINE),
          checked(
              "mvn -pl integration-tests -am test -Dtest=PageInBrowserTest"
                  + " -Dsurefire.failIfNoSpecifiedTests=false",
              MAVEN,
              MAVEN_LINE),
          checked("mvn -Pdcm4che -pl dicom-mapping test", MAVEN, MAVEN_LINE));

  private WaysOfCommands() {}

  /** The command as the table has it: a release of a pack is a matter of its document. */
  static String key(String command) {
    return command.replaceFirst("--version \\d+(\\.\\d+)+", "--version VERSION");
  }

  private static Run curl(String path) {
    return shorter("curl -u USER http://ORTHANC" + path, "--fail");
  }
}
