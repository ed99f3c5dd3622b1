# The JDK's own C libraries as static archives: the native image is linked with them, and a JDK comes with shared ones
# only. Nothing is configured and nothing else of the JDK is built.
#
#   make -f jdk-libraries.mk CC=... SOURCE=jdk-source/src HEADERS=dir OBJECTS=dir OUT=dir
#
# HEADERS holds what the JDK's own build would generate (see toolchain).

# module/library: the sources are in SOURCE/module/{share,unix,linux}/native/liblibrary
LIBRARIES := java.base/java java.base/nio java.base/net java.base/zip jdk.net/extnet java.prefs/prefs \
	java.management/management jdk.management/management_ext

BASE := $(SOURCE)/java.base
# -fno-strict-aliasing and -fno-delete-null-pointer-checks: the JDK is written for them.
# One section per function lets the linker drop all that the image does not call.
override CFLAGS := -std=gnu11 -O2 -g0 -w -fPIC -fno-strict-aliasing -fno-delete-null-pointer-checks \
	-ffunction-sections -fdata-sections \
	-DSTATIC_BUILD=1 -DUSE_MMAP -D_GNU_SOURCE -D_REENTRANT -D_LARGEFILE64_SOURCE -D_FILE_OFFSET_BITS=64 \
	-D_LP64=1 -DLINUX -DNDEBUG -D_LITTLE_ENDIAN -Damd64 -include $(HEADERS)/jdk_build.h
INCLUDES := -I$(HEADERS) -I$(BASE)/share/native/include -I$(BASE)/unix/native/include \
	-I$(SOURCE)/hotspot/share/include -I$(SOURCE)/hotspot/os/posix/include \
	-I$(BASE)/share/native/libjava -I$(BASE)/unix/native/libjava \
	-I$(BASE)/share/native/libnet -I$(BASE)/unix/native/libnet

all: $(foreach library,$(LIBRARIES),$(OUT)/lib$(notdir $(library)).a)
.PHONY: all

# $(1) the library's name, $(2) its source directories
define rules
$(1)_SOURCES := $$(shell find $(2) -name '*.c' | sort)
$(1)_OBJECTS := $$($(1)_SOURCES:$(SOURCE)/%.c=$(OBJECTS)/$(1)/%.o)
$(1)_INCLUDES := $(addprefix -I,$(2) $(wildcard $(addsuffix /ch,$(2)) $(addsuffix /fs,$(2))))

$$($(1)_OBJECTS): $(OBJECTS)/$(1)/%.o: $(SOURCE)/%.c
	@mkdir -p $$(@D)
	$$(CC) $$(CFLAGS) -DLIBRARY_NAME=$(1) $$($(1)_INCLUDES) $$(INCLUDES) -c $$< -o $$@

$(OUT)/lib$(1).a: $$($(1)_OBJECTS)
	rm -f $$@
	ar rcs $$@ $$^
endef

directories = $(wildcard $(foreach os,share unix linux,$(SOURCE)/$(patsubst %/,%,$(dir $(1)))/$(os)/native/lib$(notdir $(1))))
$(foreach library,$(LIBRARIES),$(eval $(call rules,$(notdir $(library)),$(call directories,$(library)))))
