// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <OrthancCPlugin.h>

#include <exception>
#include <new>
#include <utility>

namespace prism {

/**
 * Runs the body of a function that Orthanc calls through its C interface. An exception that left it
 * would end Orthanc: each one becomes an error code instead.
 *
 * @param body gives an error code
 * @param report is called with a text that says what was thrown; what it throws itself is dropped
 */
template <typename Body, typename Report>
OrthancPluginErrorCode contained(Body body, Report report) noexcept {
  const auto tell = [&report](const char* what) noexcept {
    try {
      report(what);
    } catch (...) {
      // There is no memory left to tell with.
    }
  };
  try {
    return body();
  } catch (const std::bad_alloc&) {
    tell("there is not enough memory");
    return OrthancPluginErrorCode_NotEnoughMemory;
  } catch (const std::exception& e) {
    tell(e.what());
  } catch (...) {
    tell("an exception of an unknown kind");
  }
  return OrthancPluginErrorCode_Plugin;
}

}  // namespace prism
