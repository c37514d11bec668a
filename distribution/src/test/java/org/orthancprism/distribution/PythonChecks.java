// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.distribution;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What can be told of commands for Python where neither torch nor hours are at hand. */
final class PythonChecks {

  private static final Pattern REQUIREMENTS = Pattern.compile("-r (\\S+)");

  /** Under which name a package is imported, where that is another one. */
  private static final Map<String, String> IMPORTED_AS =
      Map.of("pillow", "PIL", "scikit-image", "skimage");

  /**
   * Reads a program's arguments as it does itself; what it imports and is not there is a stand-in.
   */
  private static final String PARSE =
      """
      import argparse, importlib.abc, importlib.machinery, runpy, sys
      from unittest.mock import MagicMock

      class StandIn(MagicMock):
          __path__ = []

      class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
          def find_spec(self, name, path, target=None):
              return importlib.machinery.ModuleSpec(name, self, is_package=True)
          def create_module(self, spec):
              return StandIn(name=spec.name)
          def exec_module(self, module):
              pass

      sys.meta_path.append(Finder())
      parse = argparse.ArgumentParser.parse_args
      def parse_only(self, *given, **more):
          parse(self, *given, **more)
          print("the arguments are right")
          raise SystemExit(0)
      argparse.ArgumentParser.parse_args = parse_only
      sys.argv = sys.argv[1:]
      sys.path.insert(0, sys.argv[0].rpartition("/")[0])
      runpy.run_path(sys.argv[0], run_name="__main__")
      """;

  /** The names of packages that the programs of a folder import and that Python does not bring. */
  private static final String IMPORTS =
      """
      import ast, pathlib, sys
      folder = pathlib.Path(sys.argv[1])
      own = {file.stem for file in folder.glob("*.py")} | {"architecture"}
      own |= {file.parent.name for file in folder.glob("*/__init__.py")}
      own |= {file.stem for file in (folder.parent / "architecture").glob("*.py")}
      names = set()
      for file in folder.rglob("*.py"):
          for node in ast.walk(ast.parse(file.read_text())):
              if isinstance(node, ast.Import):
                  names |= {name.name.split(".")[0] for name in node.names}
              elif isinstance(node, ast.ImportFrom) and node.level == 0:
                  names.add(node.module.split(".")[0])
      print("\\n".join(sorted(names - own - set(sys.stdlib_module_names))))
      """;

  private PythonChecks() {}

  /** Each option is one of the program's, with a value that it takes, and none is missing. */
  static void optionsAreTheProgramsOwn(String command, Reader reader) throws Exception {
    Path parse = Files.writeString(reader.path("parse.py"), PARSE);
    String line = command.replaceFirst("^\\S*python", "python3 -B " + parse.getFileName());
    assertTrue(reader.does(line).contains("the arguments are right"), command);
    Reader.Said wrong = reader.tries(line + " --no-such-option");
    assertEquals(2, wrong.status(), wrong::words);
  }

  /** Each requirement has a version, and all that the programs beside it import is among them. */
  static void requirementsArePinnedAndComplete(String command, Reader reader) throws Exception {
    Matcher file = REQUIREMENTS.matcher(command);
    assertTrue(file.find(), command);
    Set<String> required = new TreeSet<>();
    for (String line : Files.readAllLines(Reader.ROOT.resolve(file.group(1)))) {
      assertTrue(line.matches("[a-z-]+==\\d+(\\.\\d+)+"), line);
      String name = line.split("==", 2)[0];
      required.add(IMPORTED_AS.getOrDefault(name, name));
    }
    Files.writeString(reader.path("imports.py"), IMPORTS);
    Path folder = Path.of(file.group(1)).getParent();
    Set<String> imported =
        reader.does("python3 -B imports.py " + folder).lines().collect(Collectors.toSet());
    imported.removeAll(required);
    assertEquals(Set.of(), imported, () -> command + ": imported, and not among the requirements");
  }

  /** The documented libtorch is the one that the engine's library was built against. */
  static void versionIsTheEngines(String command, Reader reader) throws Exception {
    String version = command.substring(command.indexOf("==") + 2);
    String pom = Files.readString(Reader.ROOT.resolve("pom.xml"));
    assertNotEquals(-1, pom.indexOf("<pytorch.version>" + version + "<"), version);
    assertTrue(Files.readString(Reader.ROOT.resolve("docs/cuda.md")).contains(version));
  }
}
