#include "dialects/daptin/actions/action_forms.h"

#include <utility>

namespace guildhall::daptin {
namespace {

Column Field(const char* name, const char* type) {
  return {.name = name, .type = type, .data_type = ""};
}

// [Daptin "Users and groups" and "Actions"; source of release 0.12.36]
DeclaredAction FormOfSignUp() {
  DeclaredAction form;
  form.input = {Field("name", "label"), Field("email", "email"), Field("password", "password"),
                Field("passwordConfirm", "password")};
  form.validations = {{"email", "email"},
                      {"name", "required"},
                      {"password", "eqfield=InnerStructField[passwordConfirm],min=8"}};
  form.conformations = {{"email", "email"}, {"name", "trim"}};
  return form;
}

DeclaredAction Taking(std::vector<Column> input) {
  DeclaredAction form;
  form.input = std::move(input);
  return form;
}

}  // namespace

DeclaredAction FormOf(ActionId action) {
  if (action == kSignUp) return FormOfSignUp();
  if (action == kSignIn) return Taking({Field("email", "email"), Field("password", "password")});
  if (action == kUploadSchema) return Taking({Field("schema_file", "file.json")});
  if (action == kRemoveColumn) return Taking({Field("column_name", "label")});
  if (action == kRenameColumn) {
    return Taking({Field("column_name", "label"), Field("new_column_name", "label")});
  }
  if (action == kResetPassword) return Taking({Field("email", "email")});
  if (action == kFinishPasswordReset) {
    return Taking({Field("email", "email"), Field("otp", "label")});
  }
  return {};
}

}  // namespace guildhall::daptin
