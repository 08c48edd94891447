// state_text.h - a hart's state as the text that th_dump() writes (sim/model/dump.h).
#pragma once
#include <string>
extern "C" {
#include "model/hart.h"
}

namespace sim {

std::string state_text(const th_hart &hart);

}  // namespace sim
