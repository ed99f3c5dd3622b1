/*
 * java.lang.ProcessEnvironment.environ: the one C function of the JDK that an image of Carafe calls. It hands the
 * variables of the environment to Java as bytes, because neither names nor values need to be text.
 */
#include <jni.h>
#include <string.h>

extern char **environ;

/* Where the value begins in NAME=VALUE, or NULL. A name may begin with =, as in the JDK's own reading. */
static const char *value_of(const char *variable) {
    const char *equals = *variable ? strchr(variable + 1, '=') : NULL;
    return equals ? equals + 1 : NULL;
}

static jbyteArray bytes(JNIEnv *env, const char *from, jsize length) {
    jbyteArray array = (*env)->NewByteArray(env, length);
    if (array)
        (*env)->SetByteArrayRegion(env, array, 0, length, (const jbyte *)from);
    return array;
}

/* {name, value, name, value, ...}; what has no = is left out. NULL with a pending OutOfMemoryError. */
JNIEXPORT jobjectArray JNICALL Java_java_lang_ProcessEnvironment_environ(JNIEnv *env, jclass type) {
    (void)type;
    jsize count = 0;
    for (char **variable = environ; *variable; variable++)
        count += value_of(*variable) != NULL;
    jclass element = (*env)->FindClass(env, "[B");
    jobjectArray all = element ? (*env)->NewObjectArray(env, 2 * count, element, NULL) : NULL;
    if (!all)
        return NULL;
    jsize index = 0;
    for (char **variable = environ; *variable; variable++) {
        const char *value = value_of(*variable);
        if (!value)
            continue;
        jbyteArray name_bytes = bytes(env, *variable, (jsize)(value - 1 - *variable));
        jbyteArray value_bytes = name_bytes ? bytes(env, value, (jsize)strlen(value)) : NULL;
        if (!value_bytes)
            return NULL;
        (*env)->SetObjectArrayElement(env, all, index++, name_bytes);
        (*env)->SetObjectArrayElement(env, all, index++, value_bytes);
        (*env)->DeleteLocalRef(env, name_bytes);
        (*env)->DeleteLocalRef(env, value_bytes);
    }
    return all;
}
