// SPDX-License-Identifier: GPL-3.0-or-later
package org.orthancprism.models.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Why the tensor engine does not start: the last of its exception's causes.
 *
 * @param causes what each of the chain says, the last one first
 */
record EngineFault(List<String> causes) {

  /** What the dynamic linker says of a library that a library needs (ld.so(8)). */
  private static final Pattern MISSING =
      Pattern.compile("([\\w.+-]+\\.so[\\w.]*): cannot open shared object file");

  /** NVIDIA's driver brings these, and nothing else does. */
  private static final Pattern DRIVER = Pattern.compile("lib(cuda|nvidia-ml|nvidia-.*)\\.so.*");

  EngineFault {
    causes = List.copyOf(causes);
  }

  static EngineFault of(Throwable thrown) {
    List<String> causes = new ArrayList<>();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      causes.add(0, cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }
    return new EngineFault(causes);
  }

  /**
   * In one line what is wrong, and what to do about it.
   *
   * @param libtorch what was to be loaded
   */
  String told(Libtorch libtorch) {
    return "the tensor engine does not start (" + causes.get(0) + "): " + advice(libtorch);
  }

  private String advice(Libtorch libtorch) {
    for (String cause : causes) {
      Matcher missing = MISSING.matcher(cause);
      if (missing.find()) {
        String library = missing.group(1);
        return DRIVER.matcher(library).matches()
            ? "NVIDIA's driver is not installed on this machine; install it, or take the libtorch for"
                + " the CPU by leaving PYTORCH_LIBRARY_PATH unset"
            : "the library " + library + " is not installed on this machine";
      }
    }
    return libtorch.fault().orElse("check that DJL_CACHE_DIR can be written and has 1 GB free");
  }
}
