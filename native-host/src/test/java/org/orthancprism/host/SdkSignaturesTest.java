// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.host;

import static org.junit.jupiter.api.Assertions.assertEquals;

import be.uclouvain.orthanc.Functions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A plugin that was compiled against our SDK must find the same members in the official one. */
class SdkSignaturesTest {
  private static final Path OFFICIAL =
      Path.of("src", "test", "resources", "official-sdk-signatures.txt");

  @Test
  void everyMemberThatAPluginCanSeeIsTheOfficialOne() throws Exception {
    Map<String, TreeSet<String>> official = officialClasses();

    assertEquals(official.keySet(), ourClasses().keySet());
    official.forEach(
        (name, members) ->
            assertEquals(
                String.join("\n", members), String.join("\n", ourClasses().get(name)), name));
  }

  private static Map<String, TreeSet<String>> officialClasses() throws IOException {
    Map<String, TreeSet<String>> classes = new TreeMap<>();
    TreeSet<String> members = new TreeSet<>();
    for (String line : Files.readAllLines(OFFICIAL)) {
      if (line.startsWith("class ") || line.startsWith("interface ") || line.startsWith("enum ")) {
        members = new TreeSet<>();
        classes.put(line, members);
      } else if (!line.isBlank() && !line.startsWith("#")) {
        members.add(line);
      }
    }
    return classes;
  }

  /**
   * All classes of the SDK that are visible to a plugin, from the folder that they are built to.
   */
  private static Map<String, TreeSet<String>> ourClasses() {
    Map<String, TreeSet<String>> classes = new TreeMap<>();
    String packageName = Functions.class.getPackageName();
    Path folder = Path.of("target", "classes").resolve(packageName.replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      files
          .map(file -> packageName + "." + file.getFileName().toString().replace(".class", ""))
          .map(SdkSignaturesTest::load)
          .filter(type -> Modifier.isPublic(type.getModifiers()))
          .forEach(type -> classes.put(heading(type), members(type)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return classes;
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, SdkSignaturesTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static String heading(Class<?> type) {
    if (type.isInterface()) {
      return "interface " + type.getName();
    }
    if (type.isEnum()) {
      return "enum " + type.getName();
    }
    return "class " + type.getName() + " extends " + type.getSuperclass().getName();
  }

  private static TreeSet<String> members(Class<?> type) {
    TreeSet<String> members = new TreeSet<>();
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      if (isVisible(constructor.getModifiers())) {
        members.add(
            Modifier.toString(constructor.getModifiers())
                + " "
                + type.getSimpleName()
                + arguments(constructor.getGenericParameterTypes()));
      }
    }
    for (Method method : type.getDeclaredMethods()) {
      if (isVisible(method.getModifiers()) && !method.isSynthetic() && !isOfEveryEnum(method)) {
        members.add(
            Modifier.toString(method.getModifiers())
                + " "
                + method.getGenericReturnType().getTypeName()
                + " "
                + method.getName()
                + arguments(method.getGenericParameterTypes()));
      }
    }
    members.addAll(constants(type));
    return members;
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static boolean isOfEveryEnum(Method method) {
    return method.getDeclaringClass().isEnum()
        && List.of("values", "valueOf").contains(method.getName());
  }

  private static String arguments(Type[] types) {
    return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", ", "(", ")"));
  }

  private static List<String> constants(Class<?> type) {
    if (!type.isEnum()) {
      return Collections.emptyList();
    }
    List<String> constants = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      try {
        constants.add(constant + " = " + type.getMethod("getValue").invoke(constant));
      } catch (ReflectiveOperationException e) {
        throw new AssertionError(e);
      }
    }
    return constants;
  }
}
