// SPDX-License-Identifier: GPL-3.0-or-later
package be.uclouvain.orthanc;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Starts the plugin and the threads that serve its callbacks. The host library calls it. */
final class PluginStart {
  /**
   * Callbacks run Orthanc's own code when they use its REST API; it expects the stack of an
   * ordinary thread.
   */
  private static final long STACK_BYTES = 8L << 20;

  /** Gives memory time to come back. */
  private static final long PAUSE_NANOS = 50_000_000;

  private PluginStart() {}

  /**
   * Initializes the plugin's class, in which its static initializer registers the callbacks.
   *
   * @param className UTF-8, packages separated by dots or, as the official host wants it, slashes
   * @return null if all went well, else one line of UTF-8 that tells the administrator what to do
   */
  static byte[] initialize(byte[] className) {
    String name = Utf8.decode(className).replace('/', '.');
    try {
      Class.forName(name, true, ClassLoader.getSystemClassLoader());
      return null;
    } catch (Throwable failure) {
      Functions.logInfo(FailureLog.stackTrace(failure));
      return Utf8.message(explain(name, failure));
    }
  }

  private static String explain(String name, Throwable failure) {
    if (failure instanceof ClassNotFoundException) {
      return "there is no class "
          + name
          + " on the class path"
          + missingFiles()
          + "; check \"InitializationClass\" and \"Classpath\" in the section \"Java\"";
    }
    if (failure instanceof ExceptionInInitializerError && failure.getCause() != null) {
      return "the static initializer of "
          + name
          + " threw "
          + FailureLog.oneLine(failure.getCause());
    }
    if (failure instanceof UnsupportedClassVersionError) {
      return name
          + " needs a newer Java than "
          + System.getProperty("java.home")
          + "; set \"JavaHome\" in the section \"Java\"";
    }
    return name + " cannot be initialized: " + FailureLog.oneLine(failure) + missingFiles();
  }

  private static String missingFiles() {
    List<String> missing =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !entry.isEmpty() && !Files.exists(Path.of(entry)))
            .toList();
    return missing.isEmpty() ? "" : ", of which these do not exist: " + missing;
  }

  /** Starts one thread for changes, and a number of threads for REST requests. */
  static void startThreads(int restThreads) {
    startDaemon("orthanc-changes", () -> serve(PluginStart::serveChange));
    for (int i = 1; i <= restThreads; i++) {
      startDaemon("orthanc-rest-" + i, () -> serve(PluginStart::serveRestRequest));
    }
  }

  private static void startDaemon(String name, Runnable work) {
    Thread thread = new Thread(null, work, name, STACK_BYTES);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Serves one call after the other until there are no more. Whatever goes wrong, as that there is
   * no memory left, costs one call and never the thread.
   *
   * @param serve serves one call; false when this thread must leave
   */
  private static void serve(BooleanSupplier serve) {
    boolean more = true;
    while (more) {
      try {
        more = serve.getAsBoolean();
      } catch (Throwable noMemoryLeft) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private static boolean serveRestRequest() {
    RestCall call = NativeHost.awaitRestCall();
    if (call == null) {
      return false;
    }
    boolean succeeded = false;
    try {
      succeeded = call.serve();
    } catch (Throwable noMemoryLeft) {
      FailureLog.writeUndescribed();
    } finally {
      NativeHost.finishRestCall(call.exchange(), succeeded);
    }
    return true;
  }

  private static boolean serveChange() {
    ChangeCall call = NativeHost.awaitChangeCall();
    if (call == null) {
      return false;
    }
    try {
      call.serve();
    } catch (Throwable noMemoryLeft) {
      FailureLog.writeUndescribed();
    } finally {
      NativeHost.finishChangeCall(call.exchange());
    }
    return true;
  }
}
