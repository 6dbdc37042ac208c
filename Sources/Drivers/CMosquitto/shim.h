// libmosquitto 2.0 as it stands: nothing in it needs a shim.
#pragma once
#include <mosquitto.h>
