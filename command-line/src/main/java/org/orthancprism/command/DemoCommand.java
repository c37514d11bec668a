// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.demo.Demo;
import org.orthancprism.command.demo.DemoException;
import org.orthancprism.command.demo.DemoFilms;
import org.orthancprism.command.server.Installation;
import org.orthancprism.command.server.ServerException;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.orthanc.OrthancRestException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code demo}: films into a real Orthanc with the plugin, and what comes of them. */
@Command(
    name = "demo",
    description = "Send films to a real Orthanc with the plugin and show what comes of them.",
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE|FOLDER",
      description =
          "a DICOM file, a grey PNG or a folder of them; without it, two real films that come"
              + " along")
  private @Nullable Path source;

  @Option(names = "--phantom", description = "send a drawn phantom in place of films")
  private boolean phantom;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "demo-out",
      description = "folder for films, pictures and result.json (default: ${DEFAULT-VALUE})")
  private Path out = Path.of("demo-out");

  @Option(
      names = "--pack",
      paramLabel = "DIR",
      description = "folder of another pack than the project's own")
  private @Nullable Path pack;

  @Option(names = "--keep", description = "leave Orthanc running until Ctrl-C")
  private boolean keep;

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call()
      throws IOException,
          InterruptedException,
          DemoException,
          ServerException,
          OrthancRestException,
          PackException {
    Path home = Installation.home();
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    Installation checkout = Installation.ofCheckout(home);
    Installation installation = pack == null ? checkout : checkout.withPack(pack);
    if (phantom && source != null) {
      throw new DemoException("give films or --phantom, not both");
    }
    Demo demo = new Demo(installation, out, command.getOut());
    demo.run(phantom ? List.of() : sources(home, command.getOut()), keep);
    return 0;
  }

  private List<Path> sources(Path home, PrintWriter terminal) throws IOException, DemoException {
    if (source != null) {
      return List.of(source);
    }
    terminal.println(DemoFilms.ATTRIBUTION);
    return DemoFilms.of(home);
  }
}
