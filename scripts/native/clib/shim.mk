# liblibchelper.a and libjvm.a (see shim/README.md).
#
#   make -f shim.mk CC=... AR=... HEADERS=dir OBJECTS=dir OUT=dir
#
# HEADERS holds the generated ARCHcpufeatures.h and what is in shim/include.

SHIM := $(dir $(lastword $(MAKEFILE_LIST)))shim
override CFLAGS := -std=gnu11 -O2 -fPIC -Wall -Wextra -ffunction-sections -fdata-sections -I$(HEADERS)

CHELPER := libchelper cpu_features signals

all: $(OUT)/liblibchelper.a $(OUT)/libjvm.a
.PHONY: all

$(OBJECTS)/shim/%.o: $(SHIM)/%.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -c $< -o $@

$(OUT)/liblibchelper.a: $(CHELPER:%=$(OBJECTS)/shim/%.o)
$(OUT)/libjvm.a: $(OBJECTS)/shim/libjvm.o
$(OUT)/%.a:
	rm -f $@
	$(AR) rcs $@ $^
