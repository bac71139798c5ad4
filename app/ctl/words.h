#pragma once
// The texts of this program, for translation: Words::tr("...").

#include <QCoreApplication>

namespace understudy::ctl {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace understudy::ctl
