/* FNV-1a (64 bits) as a native module of Node. Node-API alone, so it fits every later version of Node. */
#include <inttypes.h>
#include <node_api.h>
#include <stdio.h>

static uint64_t fnv1a(const unsigned char *bytes, size_t length) {
  uint64_t hash = UINT64_C(0xcbf29ce484222325);
  for (size_t i = 0; i < length; i++) {
    hash = (hash ^ bytes[i]) * UINT64_C(0x100000001b3);
  }
  return hash;
}

static napi_value fingerprint(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  napi_get_cb_info(env, info, &count, &argument, NULL, NULL);
  bool is_bytes = false;
  if (count == 1) napi_is_typedarray(env, argument, &is_bytes);
  napi_typedarray_type type;
  size_t length = 0;
  void *bytes = NULL;
  if (is_bytes) napi_get_typedarray_info(env, argument, &type, &length, &bytes, NULL, NULL);
  if (!is_bytes || type != napi_uint8_array) {
    napi_throw_type_error(env, NULL, "fingerprint wants a Uint8Array");
    return NULL;
  }

  char digits[17];
  snprintf(digits, sizeof digits, "%016" PRIx64, fnv1a(bytes, length));
  napi_value result;
  napi_create_string_utf8(env, digits, NAPI_AUTO_LENGTH, &result);
  return result;
}

NAPI_MODULE_INIT() {
  napi_value function;
  napi_create_function(env, "fingerprint", NAPI_AUTO_LENGTH, fingerprint, NULL, &function);
  napi_set_named_property(env, exports, "fingerprint", function);
  return exports;
}
