// SPDX-License-Identifier: GPL-3.0-or-later
// What leaves a callback is an error code, whatever is thrown in it. Ends with 0 if all is so.

#include "../../main/cpp/containment.h"

#include <cstdio>
#include <stdexcept>
#include <string>

namespace {

int failures = 0;

template <typename Body>
void expect(const char* name, Body body, OrthancPluginErrorCode expected, const std::string& reported) {
  std::string told;
  const OrthancPluginErrorCode code = prism::contained(body, [&](const char* what) { told = what; });
  const OrthancPluginErrorCode untold =
      prism::contained(body, [](const char*) { throw std::runtime_error("no report either"); });
  if (code != expected || untold != expected || told != reported) {
    std::printf("%s: code %d, told \"%s\"\n", name, static_cast<int>(code), told.c_str());
    ++failures;
  }
}

}  // namespace

int main() {
  using Code = OrthancPluginErrorCode;
  expect("a code", [] { return OrthancPluginErrorCode_Timeout; }, OrthancPluginErrorCode_Timeout, "");
  expect("bad_alloc", []() -> Code { throw std::bad_alloc(); }, OrthancPluginErrorCode_NotEnoughMemory,
         "there is not enough memory");
  expect("an exception", []() -> Code { throw std::runtime_error("broken"); }, OrthancPluginErrorCode_Plugin,
         "broken");
  expect("an unknown one", []() -> Code { throw 7; }, OrthancPluginErrorCode_Plugin,
         "an exception of an unknown kind");
  return failures;
}
