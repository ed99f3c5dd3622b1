# The JDK's C libraries as far as an image refers to them (see jdk/symbols): everything is in libjava.a, one object file a
# function, so that the linker's map tells which functions an image needed. The builder wants the others to exist.
#
#   make -f jdk.mk CC=... AR=... JNI=dir OBJECTS=dir OUT=dir
#
# JNI holds the JDK's jni.h and its directory linux.

JDK := $(dir $(lastword $(MAKEFILE_LIST)))jdk
override CFLAGS := -std=gnu11 -O2 -fPIC -Wall -Wextra

listed = $(shell awk '$$1 == "$(1)" {print $$2}' $(JDK)/symbols)
STUBS := $(foreach kind,version nothing abort,$(patsubst %,$(OBJECTS)/jdk/$(kind)/%.o,$(call listed,$(kind))))
EMPTY := nio net zip extnet prefs management management_ext

all: $(OUT)/libjava.a $(EMPTY:%=$(OUT)/lib%.a)
.PHONY: all

$(OUT)/libjava.a: $(OBJECTS)/jdk/Java_java_lang_ProcessEnvironment_environ.o $(STUBS)
	rm -f $@
	$(AR) rcs $@ $^

$(EMPTY:%=$(OUT)/lib%.a):
	$(AR) rcs $@

$(OBJECTS)/jdk/Java_java_lang_ProcessEnvironment_environ.o: $(JDK)/environ.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -I$(JNI) -I$(JNI)/linux -c $< -o $@

define stub
$(OBJECTS)/jdk/$(1)/%.o: $(JDK)/stub.c
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) -DKIND_$(1) -DSYMBOL=$$* -c $$< -o $$@
endef
$(foreach kind,version nothing abort,$(eval $(call stub,$(kind))))
