# Writes the migrations as a C++ source: cmake -DOUT=... -DDIRECTORY=... -P embed_migrations.cmake
file(GLOB files ${DIRECTORY}/*.sql)
list(SORT files)
set(entries "")
foreach(file ${files})
  get_filename_component(name ${file} NAME_WE)
  string(REGEX MATCH "^[0-9]+" number ${name})
  math(EXPR number "1${number} % 10000")
  file(READ ${file} sql)
  string(APPEND entries "    {${number}, \"${name}\", R\"sql(${sql})sql\"},\n")
endforeach()
file(WRITE ${OUT} "// Generated from src/store/sql/migrations.
#include \"store/sql/migrations.h\"

namespace guildhall::store {

std::span<const Migration> Migrations() {
  static constexpr Migration kAll[] = {
${entries}  };
  return kAll;
}

}  // namespace guildhall::store
")
