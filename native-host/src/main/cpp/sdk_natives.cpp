// SPDX-License-Identifier: GPL-3.0-or-later
#include "sdk_natives.h"

#include "host.h"
#include "jni_support.h"

#include <limits>
#include <vector>

namespace prism {
namespace {

OrthancServices& services() { return Host::instance().services(); }

JavaCallbacks& callbacks() { return Host::instance().callbacks(); }

/** Runs the body of a native method; what it throws becomes an OrthancException. */
template <typename Body>
auto guarded(JNIEnv* env, Body body) noexcept -> decltype(body()) {
  try {
    return body();
  } catch (const JavaExceptionPending&) {
    // Java goes on with it.
  } catch (const std::exception& e) {
    throwOrthancException(env, e.what());
  } catch (...) {
    throwOrthancException(env, "an exception of an unknown kind");
  }
  return decltype(body())();
}

std::uint32_t size32(const std::string& bytes) { return static_cast<std::uint32_t>(bytes.size()); }

/** Calls a service that fills a buffer; the parameters are those of the service. */
template <typename Parameters>
jbyteArray fetch(JNIEnv* env, _OrthancPluginService service, Parameters parameters) {
  ServiceBuffer buffer(services());
  parameters.target = buffer.target();
  services().invoke(service, &parameters);
  return toJava(env, buffer.data(), buffer.size());
}

jbyteArray fetchText(JNIEnv* env, _OrthancPluginService service, const char* argument) {
  ServiceText text(services());
  const _OrthancPluginRetrieveDynamicString parameters{text.target(), argument};
  services().invoke(service, &parameters);
  return toJava(env, text.value());
}

void JNICALL log(JNIEnv* env, jclass, jint severity, jbyteArray message) {
  guarded(env, [&] { services().log(static_cast<Severity>(severity), toNative(env, message)); });
}

jbyteArray JNICALL getConfiguration(JNIEnv* env, jclass) {
  return guarded(env, [&] { return fetchText(env, _OrthancPluginService_GetConfiguration, nullptr); });
}

jbyteArray JNICALL restApiGet(JNIEnv* env, jclass, jbyteArray uri, jboolean afterPlugins) {
  return guarded(env, [&] {
    const std::string path = toNative(env, uri);
    return fetch(env,
                 afterPlugins == JNI_TRUE ? _OrthancPluginService_RestApiGetAfterPlugins
                                          : _OrthancPluginService_RestApiGet,
                 _OrthancPluginRestApiGet{nullptr, path.c_str()});
  });
}

jbyteArray send(JNIEnv* env, _OrthancPluginService service, jbyteArray uri, jbyteArray body) {
  return guarded(env, [&] {
    const std::string path = toNative(env, uri);
    const std::string bytes = toNative(env, body);
    return fetch(env, service, _OrthancPluginRestApiPostPut{nullptr, path.c_str(), bytes.data(), size32(bytes)});
  });
}

jbyteArray JNICALL restApiPost(JNIEnv* env, jclass, jbyteArray uri, jbyteArray body, jboolean afterPlugins) {
  return send(env,
              afterPlugins == JNI_TRUE ? _OrthancPluginService_RestApiPostAfterPlugins
                                       : _OrthancPluginService_RestApiPost,
              uri, body);
}

jbyteArray JNICALL restApiPut(JNIEnv* env, jclass, jbyteArray uri, jbyteArray body, jboolean afterPlugins) {
  return send(env,
              afterPlugins == JNI_TRUE ? _OrthancPluginService_RestApiPutAfterPlugins
                                       : _OrthancPluginService_RestApiPut,
              uri, body);
}

void JNICALL restApiDelete(JNIEnv* env, jclass, jbyteArray uri, jboolean afterPlugins) {
  guarded(env, [&] {
    services().invoke(afterPlugins == JNI_TRUE ? _OrthancPluginService_RestApiDeleteAfterPlugins
                                               : _OrthancPluginService_RestApiDelete,
                      toNative(env, uri).c_str());
  });
}

_OrthancPluginService lookupService(jint level) {
  switch (level) {
    case OrthancPluginResourceType_Patient:
      return _OrthancPluginService_LookupPatient;
    case OrthancPluginResourceType_Study:
      return _OrthancPluginService_LookupStudy;
    case OrthancPluginResourceType_Series:
      return _OrthancPluginService_LookupSeries;
    default:
      return _OrthancPluginService_LookupInstance;
  }
}

jbyteArray JNICALL lookup(JNIEnv* env, jclass, jint level, jbyteArray identifier) {
  return guarded(env, [&] { return fetchText(env, lookupService(level), toNative(env, identifier).c_str()); });
}

jbyteArray JNICALL getDicomForInstance(JNIEnv* env, jclass, jbyteArray instance) {
  return guarded(env, [&] {
    const std::string id = toNative(env, instance);
    return fetch(env, _OrthancPluginService_GetDicomForInstance,
                 _OrthancPluginGetDicomForInstance{nullptr, id.c_str()});
  });
}

void JNICALL setPluginProperty(JNIEnv* env, jclass, jint property, jbyteArray value) {
  guarded(env, [&] {
    const std::string text = toNative(env, value);
    const _OrthancPluginSetPluginProperty parameters{OrthancPluginGetName(),
                                                     static_cast<_OrthancPluginProperty>(property), text.c_str()};
    services().invoke(_OrthancPluginService_SetPluginProperty, &parameters);
  });
}

jbyteArray JNICALL getGlobalProperty(JNIEnv* env, jclass, jint property, jbyteArray defaultValue) {
  return guarded(env, [&] {
    const std::string fallback = toNative(env, defaultValue);
    ServiceText text(services());
    const _OrthancPluginGlobalProperty parameters{text.target(), property, fallback.c_str()};
    services().invoke(_OrthancPluginService_GetGlobalProperty, &parameters);
    return toJava(env, text.value());
  });
}

void JNICALL setGlobalProperty(JNIEnv* env, jclass, jint property, jbyteArray value) {
  guarded(env, [&] {
    const std::string text = toNative(env, value);
    const _OrthancPluginGlobalProperty parameters{nullptr, property, text.c_str()};
    services().invoke(_OrthancPluginService_SetGlobalProperty, &parameters);
  });
}

jbyteArray JNICALL generateRestApiAuthorizationToken(JNIEnv* env, jclass) {
  return guarded(env,
                 [&] { return fetchText(env, _OrthancPluginService_GenerateRestApiAuthorizationToken, nullptr); });
}

void JNICALL setMetricsValue(JNIEnv* env, jclass, jbyteArray name, jfloat value, jint type) {
  guarded(env, [&] {
    const std::string text = toNative(env, name);
    const _OrthancPluginSetMetricsValue parameters{text.c_str(), value, static_cast<OrthancPluginMetricsType>(type)};
    services().invoke(_OrthancPluginService_SetMetricsValue, &parameters);
  });
}

void JNICALL registerOnChange(JNIEnv* env, jclass) {
  guarded(env, [&] { callbacks().registerChange(); });
}

void JNICALL registerOnRestRequest(JNIEnv* env, jclass, jint handler, jbyteArray pathRegularExpression) {
  guarded(env, [&] { callbacks().registerRest(handler, toNative(env, pathRegularExpression)); });
}

jobject JNICALL awaitRestCall(JNIEnv* env, jclass) {
  return guarded(env, [&] { return callbacks().awaitRest(env); });
}

void JNICALL finishRestCall(JNIEnv* env, jclass, jlong exchange, jboolean succeeded) {
  guarded(env, [&] {
    callbacks().rest().finish(exchange,
                              succeeded == JNI_TRUE ? OrthancPluginErrorCode_Success : OrthancPluginErrorCode_Plugin);
  });
}

jobject JNICALL awaitChangeCall(JNIEnv* env, jclass) {
  return guarded(env, [&] { return callbacks().awaitChange(env); });
}

void JNICALL finishChangeCall(JNIEnv* env, jclass, jlong exchange) {
  guarded(env, [&] { callbacks().changes().finish(exchange, OrthancPluginErrorCode_Success); });
}

/** Calls a service on the output of a request; fill(output) gives its parameters. */
template <typename Fill>
void answer(jlong exchange, _OrthancPluginService service, Fill fill) {
  callbacks().rest().use(exchange, [&](const RestWork& work) {
    const auto parameters = fill(work.output);
    services().invoke(service, &parameters);
  });
}

void answerWithText(JNIEnv* env, jlong exchange, _OrthancPluginService service, jbyteArray argument) {
  guarded(env, [&] {
    const std::string text = toNative(env, argument);
    answer(exchange, service, [&](OrthancPluginRestOutput* output) {
      return _OrthancPluginOutputPlusArgument{output, text.c_str()};
    });
  });
}

void JNICALL answerBuffer(JNIEnv* env, jclass, jlong exchange, jbyteArray body, jbyteArray mimeType) {
  guarded(env, [&] {
    const std::string bytes = toNative(env, body);
    const std::string type = toNative(env, mimeType);
    answer(exchange, _OrthancPluginService_AnswerBuffer, [&](OrthancPluginRestOutput* output) {
      return _OrthancPluginAnswerBuffer{output, bytes.data(), size32(bytes), type.c_str()};
    });
  });
}

void JNICALL sendHttpStatus(JNIEnv* env, jclass, jlong exchange, jshort status, jbyteArray body) {
  guarded(env, [&] {
    const std::string bytes = toNative(env, body);
    answer(exchange, _OrthancPluginService_SendHttpStatus, [&](OrthancPluginRestOutput* output) {
      return _OrthancPluginSendHttpStatus{output, static_cast<std::uint16_t>(status), bytes.data(), size32(bytes)};
    });
  });
}

void JNICALL sendHttpStatusCode(JNIEnv* env, jclass, jlong exchange, jshort status) {
  guarded(env, [&] {
    answer(exchange, _OrthancPluginService_SendHttpStatusCode, [&](OrthancPluginRestOutput* output) {
      return _OrthancPluginSendHttpStatusCode{output, static_cast<std::uint16_t>(status)};
    });
  });
}

void JNICALL sendMethodNotAllowed(JNIEnv* env, jclass, jlong exchange, jbyteArray allowed) {
  answerWithText(env, exchange, _OrthancPluginService_SendMethodNotAllowed, allowed);
}

void JNICALL sendUnauthorized(JNIEnv* env, jclass, jlong exchange, jbyteArray realm) {
  answerWithText(env, exchange, _OrthancPluginService_SendUnauthorized, realm);
}

void JNICALL redirect(JNIEnv* env, jclass, jlong exchange, jbyteArray redirection) {
  answerWithText(env, exchange, _OrthancPluginService_Redirect, redirection);
}

void JNICALL setHttpHeader(JNIEnv* env, jclass, jlong exchange, jbyteArray key, jbyteArray value) {
  guarded(env, [&] {
    const std::string name = toNative(env, key);
    const std::string text = toNative(env, value);
    answer(exchange, _OrthancPluginService_SetHttpHeader, [&](OrthancPluginRestOutput* output) {
      return _OrthancPluginSetHttpHeader{output, name.c_str(), text.c_str()};
    });
  });
}

template <typename Function>
JNINativeMethod native(const char* name, const char* signature, Function function) {
  return {const_cast<char*>(name), const_cast<char*>(signature), reinterpret_cast<void*>(function)};
}

}  // namespace

void registerNatives(JNIEnv* env) {
  const std::vector<JNINativeMethod> methods{
      native("log", "(I[B)V", log),
      native("getConfiguration", "()[B", getConfiguration),
      native("restApiGet", "([BZ)[B", restApiGet),
      native("restApiPost", "([B[BZ)[B", restApiPost),
      native("restApiPut", "([B[BZ)[B", restApiPut),
      native("restApiDelete", "([BZ)V", restApiDelete),
      native("lookup", "(I[B)[B", lookup),
      native("getDicomForInstance", "([B)[B", getDicomForInstance),
      native("setPluginProperty", "(I[B)V", setPluginProperty),
      native("getGlobalProperty", "(I[B)[B", getGlobalProperty),
      native("setGlobalProperty", "(I[B)V", setGlobalProperty),
      native("generateRestApiAuthorizationToken", "()[B", generateRestApiAuthorizationToken),
      native("setMetricsValue", "([BFI)V", setMetricsValue),
      native("registerOnChange", "()V", registerOnChange),
      native("registerOnRestRequest", "(I[B)V", registerOnRestRequest),
      native("awaitRestCall", "()Lbe/uclouvain/orthanc/RestCall;", awaitRestCall),
      native("finishRestCall", "(JZ)V", finishRestCall),
      native("awaitChangeCall", "()Lbe/uclouvain/orthanc/ChangeCall;", awaitChangeCall),
      native("finishChangeCall", "(J)V", finishChangeCall),
      native("answerBuffer", "(J[B[B)V", answerBuffer),
      native("sendHttpStatus", "(JS[B)V", sendHttpStatus),
      native("sendHttpStatusCode", "(JS)V", sendHttpStatusCode),
      native("sendMethodNotAllowed", "(J[B)V", sendMethodNotAllowed),
      native("sendUnauthorized", "(J[B)V", sendUnauthorized),
      native("redirect", "(J[B)V", redirect),
      native("setHttpHeader", "(J[B[B)V", setHttpHeader),
  };
  env->RegisterNatives(findClass(env, "be/uclouvain/orthanc/NativeHost"), methods.data(),
                       static_cast<jint>(methods.size()));
  checkJava(env);
}

}  // namespace prism
