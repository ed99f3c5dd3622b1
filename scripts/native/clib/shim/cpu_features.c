/*
 * CPU features, for an image built with -H:MicroArchitecture=compatibility.
 *
 * Such an image uses the architecture's base set only. So this answers without asking the processor: in a virtual machine
 * every cpuid instruction traps to the hypervisor (2 to 20 microseconds each, four of them at every start), and what
 * Carafe computes gains nothing from wider vectors.
 */
#include <string.h>

#ifdef __aarch64__
#include "aarch64cpufeatures.h"
#else
#include "amd64cpufeatures.h"
#endif

void determineCPUFeatures(CPUFeatures *features) {
    memset(features, 0, sizeof *features);
#ifdef __aarch64__
    features->fFP = 1;
    features->fASIMD = 1;
#else
    features->fCX8 = 1;
    features->fCMOV = 1;
    features->fFXSR = 1;
    features->fMMX = 1;
    features->fSSE = 1;
    features->fSSE2 = 1;
    features->fTSC = 1;
    features->fFLUSH = 1;
#endif
}

/* The image was built for no more than the features above, so there is nothing to check. */
int checkCPUFeatures(const unsigned char *required) {
    (void)required;
    return 0;
}

int checkCPUFeaturesOrExit(const unsigned char *required, const char *message) {
    (void)message;
    return checkCPUFeatures(required);
}
