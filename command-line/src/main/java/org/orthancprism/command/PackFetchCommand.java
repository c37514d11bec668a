// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.orthancprism.command.terminal.Consent;
import org.orthancprism.command.terminal.Interruption;
import org.orthancprism.command.terminal.ProgressDisplay;
import org.orthancprism.command.terminal.RefusedException;
import org.orthancprism.command.terminal.TransferRate;
import org.orthancprism.command.terminal.VerboseOption;
import org.orthancprism.models.pack.PackException;
import org.orthancprism.packs.hub.FetchPlan;
import org.orthancprism.packs.hub.HubClient;
import org.orthancprism.packs.hub.HubModel;
import org.orthancprism.packs.hub.HubSettings;
import org.orthancprism.packs.hub.LocalModels;
import org.orthancprism.packs.hub.OfflineFolder;
import org.orthancprism.packs.hub.PackFetch;
import org.orthancprism.packs.hub.Recipe;
import org.orthancprism.packs.hub.Recipes;
import org.orthancprism.packs.hub.Retries;
import org.orthancprism.packs.importing.PackImport;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pack fetch}: a model on a hub becomes a pack. */
@Command(
    name = "fetch",
    description = {
      "Fetch a model from a hub, and make a pack of it.",
      "What an import needs is fetched and nothing else, never a pickle. What is begun is"
          + " continued,",
      "and each file must have the size and digest that the hub lists.",
      "The hub's address is in HF_ENDPOINT, a token in HF_TOKEN; HTTPS_PROXY and NO_PROXY are"
          + " heeded."
    })
final class PackFetchCommand implements Callable<Integer> {

  @Spec private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "NAME|hf:OWNER/NAME",
      description = "a recipe (prism, roentgen-v2, sd-1.5), or a model on the hub")
  private @Nullable String what;

  @Option(
      names = "--unet",
      paramLabel = "OWNER/NAME[/FILE]",
      description = "a model on the hub whose UNet takes the place of the base's")
  private @Nullable String unet;

  @Option(
      names = "--revision",
      paramLabel = "REVISION",
      description = "branch, tag or commit (default: the newest)")
  private @Nullable String revision;

  @Option(
      names = "--recipes",
      paramLabel = "FILE",
      description = "a file of recipes of your own (docs/packs.md) in place of the shipped ones")
  private @Nullable Path recipes;

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "the hub's address (default: from HF_ENDPOINT)")
  private @Nullable String endpoint;

  @Option(
      names = "--offline",
      paramLabel = "FOLDER",
      description =
          "take models from a folder or a cache of Hugging Face's libraries; ask no network")
  private @Nullable Path offline;

  @Option(
      names = "--downloads",
      paramLabel = "DIR",
      description = "where models are kept (default: downloads beside the pack)")
  private @Nullable Path downloads;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "the pack's folder, which must not be there yet (default: packs/NAME)")
  private @Nullable Path out;

  @Option(names = "--yes", description = "fetch without asking")
  private boolean yes;

  @Option(
      names = "--accept-licence",
      description = "you have read and accept the licence that a model's page wants accepted")
  private boolean accepted;

  @Mixin final ImportOptions options = new ImportOptions();

  // Not picocli's pair: its --version would tell this program's, where the pack's is meant.
  @SuppressWarnings("UnusedVariable") // picocli asks for it
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this text")
  private boolean help;

  @Mixin final VerboseOption verbose = new VerboseOption();

  @Override
  public Integer call() throws Exception {
    CommandLine command = Objects.requireNonNull(spec, "spec").commandLine();
    options.check(command);
    Recipe recipe = recipe();
    Path place = out != null ? out : Path.of("packs", recipe.name());
    PackImport.refuseExisting(place.toAbsolutePath().normalize());
    return Interruption.guard(
        () -> {
          make(command, recipe, place);
          return CommandLine.ExitCode.OK;
        });
  }

  private Recipe recipe() throws PackException {
    Recipes known = recipes == null ? Recipes.shipped() : Recipes.in(recipes);
    Recipe recipe = Recipe.of(Objects.requireNonNull(what, "what"), known);
    if (unet != null) {
      recipe = recipe.over(unet);
    }
    return revision == null ? recipe : recipe.at(revision);
  }

  private void make(CommandLine command, Recipe recipe, Path place) throws Exception {
    PrintWriter terminal = command.getOut();
    Optional<Path> folder =
        offline != null ? Optional.of(offline) : OfflineFolder.of(System.getenv());
    LocalModels models =
        folder.isPresent()
            ? new OfflineFolder(folder.get()).find(recipe)
            : fetched(command, recipe, place);
    options.defaultLicence(models.licence());
    ImportedPack.make(
        options.request(command, models.base(), models.unet(), place), place, terminal);
    if (options.linksWeights()) {
      terminal.printf("weights that were not converted are links; keep %s", models.base());
      models.unet().ifPresent(file -> terminal.printf(" and %s", file));
      terminal.printf("%n");
      terminal.flush();
    }
  }

  private LocalModels fetched(CommandLine command, Recipe recipe, Path place)
      throws PackException, RefusedException {
    HubSettings settings = HubSettings.of(System.getenv(), Optional.ofNullable(endpoint));
    Path kept =
        downloads != null
            ? downloads
            : place.toAbsolutePath().normalize().resolveSibling("downloads");
    PackFetch fetch = new PackFetch(new HubClient(settings), Retries.patient(), kept);
    FetchPlan plan = fetch.plan(recipe, options.wantsHalf(command));
    PrintWriter terminal = command.getOut();
    tell(plan, kept, terminal);
    ask(plan, settings, Consent.onTerminal(terminal));
    TransferRate rate = new TransferRate(InstantSource.system());
    try (ProgressDisplay display = new ProgressDisplay(terminal)) {
      return fetch.run(
          plan,
          (file, done, total) ->
              display.show((double) done / Math.max(1, total), file, rate.at(done, total)));
    }
  }

  private static void tell(FetchPlan plan, Path kept, PrintWriter terminal) {
    if (!plan.recipe().about().isEmpty()) {
      terminal.printf("%s%n", plan.recipe().about());
    }
    for (FetchPlan.Part part : plan.parts()) {
      HubModel model = part.model();
      terminal.printf(
          Locale.ROOT,
          "%s, revision %s: %.1f MB, licence %s%n",
          model.name(),
          model.commit(),
          part.size() / 1e6,
          model.licence().orElse("not stated"));
    }
    terminal.printf(
        Locale.ROOT,
        "%.1f MB in all, of which %.1f MB are in %s%n",
        plan.size() / 1e6,
        plan.present() / 1e6,
        kept);
    terminal.flush();
  }

  private void ask(FetchPlan plan, HubSettings settings, Consent consent) throws RefusedException {
    for (HubModel model : accepted ? List.<HubModel>of() : plan.gated()) {
      consent.require(
          "Have you read the licence on " + settings.page(model.name()) + ", and do you accept it?",
          "--accept-licence");
    }
    if (!yes && plan.present() < plan.size()) {
      consent.require("Fetch what is missing?", "--yes");
    }
  }
}
