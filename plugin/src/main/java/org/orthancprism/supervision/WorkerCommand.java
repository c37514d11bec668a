// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.supervision;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a worker's process is started. It gets no environment but the one given here, so that nothing
 * of Orthanc's leaks into it.
 *
 * @param prefix program and arguments that start Java in turn, such as one that sets another user;
 *     empty for none
 * @param javaExecutable the {@code java} to run
 * @param classPath where the worker's classes are
 * @param mainClass the class with its main method
 * @param options the JVM's options
 * @param environment the whole environment
 */
public record WorkerCommand(
    List<String> prefix,
    Path javaExecutable,
    String classPath,
    String mainClass,
    List<String> options,
    Map<String, String> environment) {

  public WorkerCommand {
    prefix = List.copyOf(prefix);
    options = List.copyOf(options);
    environment = Map.copyOf(environment);
  }

  /** The process to be, whose errors come with its output. */
  public ProcessBuilder processBuilder() {
    List<String> command = new ArrayList<>(prefix);
    command.add(javaExecutable.toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, mainClass));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true);
    return builder;
  }
}
