// Files of data objects (Syncano v1.1 "Data Objects", field type file): brought in parts of a form
// or by the address of another, served by a name that nobody can guess, and gone with their object.

#include <gtest/gtest.h>

#include "core/files.h"
#include "tests/scenarios/syncano_keys.h"

namespace guildhall::scenarios {
namespace {

constexpr char kPhotos[] = "/v1.1/instances/rivia/classes/photo/objects/";
constexpr char kHost[] = "https://people.example";

/// A file of a form: its field, its name, its media type and its bytes.
struct Upload {
  std::string field;
  std::string filename;
  std::string type;
  std::string bytes;
};

Call Form(const std::string& method, const std::string& target, const std::string& key,
          const std::vector<std::pair<std::string, std::string>>& texts,
          const std::vector<Upload>& uploads) {
  Call call{method, target, {{"X-API-KEY", key}}, ""};
  call.headers.emplace_back("Content-Type", "multipart/form-data; boundary=\"a form\"");
  for (const auto& [name, value] : texts) {
    call.body += "--a form\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" +
                 value + "\r\n";
  }
  for (const Upload& upload : uploads) {
    call.body += "--a form\r\nContent-Disposition: form-data; name=\"" + upload.field +
                 "\"; filename=\"" + upload.filename + "\"\r\nContent-Type: " + upload.type +
                 "\r\n\r\n" + upload.bytes + "\r\n";
  }
  call.body += "--a form--\r\n";
  return call;
}

const Upload kCover{"cover", "geralt.png", "image/png", std::string("\x89PNG\r\n\0bytes", 12)};

class SyncanoFiles : public SyncanoKeysTest {
 protected:
  void SetUp() override {
    World::Settings settings;
    settings.syncano.public_url = [] { return std::string(kHost); };
    world_ = MakeWorld(settings);
    BuildRivia(*world_);
    Make("classes", "photo",
         R"(,"schema":[{"name":"title","type":"string"},{"name":"cover","type":"file"},)"
         R"({"name":"more","type":"file"}])");
  }
  static std::string UrlIn(const Json& object, const std::string& field = "cover") {
    const Json* value = object.Find(field);
    const Json* url = value != nullptr ? value->Find("value") : nullptr;
    return url != nullptr && url->AsString() != nullptr ? *url->AsString() : "";
  }
  static std::string IdOf(const Json& object) {
    return std::to_string(*object.Find("id")->AsInteger());
  }
  /// An object with a cover; its path and the cover's address.
  std::pair<std::string, std::string> Put(const Upload& cover = kCover) {
    const Json made = world_->Expect(201, Form("POST", kPhotos, "$admin", {}, {cover}));
    return {kPhotos + IdOf(made) + "/", UrlIn(made)};
  }
  /// GET of an address, without any key.
  [[nodiscard]] Reply Fetch(const std::string& url) const {
    EXPECT_TRUE(url.starts_with(std::string(kHost) + "/files/")) << url;
    return world_->Ask("GET", url.substr(std::string(kHost).size()));
  }
  Json Patch(const std::string& path, const std::string& body, int status = 200) {
    return world_->Expect(status, With("PATCH", path, "$admin", "", body));
  }
  void ExpectRefused(const std::string& value, const std::string& sentence) {
    const Json refused =
        world_->Expect(400, With("POST", kPhotos, "$admin", "", R"({"cover":)" + value + "}"));
    EXPECT_EQ(ToText(refused), R"({"cover":[")" + sentence + R"("]})");
  }
};

TEST_P(SyncanoFiles, AnUploadIsServedAsItCame) {
  const Json made =
      world_->Expect(201, Form("POST", kPhotos, "$admin",
                               {{"title", "Geralt"}, {"other_permissions", "read"}}, {kCover}));
  EXPECT_EQ(*made.Find("title")->AsString(), "Geralt");
  EXPECT_EQ(*made.Find("cover")->Find("type")->AsString(), "file");
  EXPECT_TRUE(made.Find("more")->IsNull());
  const std::string url = UrlIn(made);
  EXPECT_EQ(url.size(), std::string(kHost).size() + 7 + 40 + 4);
  EXPECT_TRUE(url.ends_with(".png"));
  const Reply file = Fetch(url);
  EXPECT_EQ(file.status, 200);
  EXPECT_EQ(file.body, kCover.bytes);
  EXPECT_EQ(file.headers.at("Content-Type"), "image/png");
  EXPECT_EQ(file.headers.at("X-Content-Type-Options"), "nosniff");
  EXPECT_EQ(file.headers.at("Cache-Control"), "private");
  EXPECT_FALSE(file.headers.contains("Content-Disposition"));
  const Json shown = world_->Expect(200, With("GET", kPhotos + IdOf(made) + "/", "$admin"));
  EXPECT_EQ(UrlIn(shown), url);
}

TEST_P(SyncanoFiles, LargeAndEmptyFilesAreWhole) {
  std::string large(3 * FileBytes::kPiece + 77, 'x');
  for (std::size_t i = 0; i < large.size(); i += 1001) large[i] = '\n';
  EXPECT_TRUE(Fetch(Put({"cover", "a.bin", "application/x", large}).second).body == large);
  EXPECT_EQ(Fetch(Put({"cover", "a.bin", "application/x", ""}).second).body, "");
}

TEST_P(SyncanoFiles, WhatABrowserWouldRunComesAsAnAttachment) {
  for (const char* type : {"text/html", "image/svg+xml", "application/pdf", "", "no type"}) {
    const Reply file = Fetch(Put({"cover", "a.html", type, "<script>"}).second);
    EXPECT_EQ(file.headers.at("Content-Disposition"), "attachment") << type;
    EXPECT_EQ(file.headers.at("Content-Security-Policy"), "default-src 'none'; sandbox");
  }
  EXPECT_EQ(Fetch(Put({"cover", "a", "no type", "x"}).second).headers.at("Content-Type"),
            "application/octet-stream");
}

TEST_P(SyncanoFiles, AnotherFileTakesItsPlaceAndTheFormerIsGone) {
  const auto [path, url] = Put();
  const Json changed = world_->Expect(
      200, Form("PATCH", path, "$admin", {}, {{"cover", "b.txt", "text/plain", "second"}}));
  EXPECT_EQ(*changed.Find("revision")->AsInteger(), 2);
  EXPECT_EQ(Fetch(UrlIn(changed)).body, "second");
  EXPECT_EQ(Fetch(url).status, 404);
}

TEST_P(SyncanoFiles, NullTakesItAway) {
  const auto [path, url] = Put();
  EXPECT_TRUE(Patch(path, R"({"cover":null})").Find("cover")->IsNull());
  EXPECT_EQ(Fetch(url).status, 404);
}

TEST_P(SyncanoFiles, AnAddressIsCopied) {
  const auto [path, url] = Put();
  const Json copy =
      world_->Expect(201, With("POST", kPhotos, "$admin", "", R"({"cover":")" + url + R"("})"));
  EXPECT_NE(UrlIn(copy), url);
  EXPECT_TRUE(UrlIn(copy).ends_with(".png"));
  world_->Expect(204, With("DELETE", path, "$admin"));
  EXPECT_EQ(Fetch(url).status, 404);
  EXPECT_EQ(Fetch(UrlIn(copy)).body, kCover.bytes);
}

TEST_P(SyncanoFiles, SendingBackWhatWasReadChangesNothing) {
  const auto [path, url] = Put();
  for (const std::string& value :
       {'"' + url + '"', R"({"type":"file","value":")" + url + R"("})"}) {
    const Json same = Patch(path, R"({"cover":)" + value + "}");
    EXPECT_EQ(*same.Find("revision")->AsInteger(), 1);
    EXPECT_EQ(UrlIn(same), url);
  }
  const Json other = Patch(path, R"({"more":")" + url + R"("})");
  EXPECT_NE(UrlIn(other, "more"), url);
  EXPECT_EQ(UrlIn(other), url);
}

TEST_P(SyncanoFiles, OtherAddressesAndValuesAreRefused) {
  ExpectRefused(R"("https://elsewhere.example/files/a.png")", "File URL is invalid.");
  ExpectRefused(R"("geralt.png")", "File URL is invalid.");
  ExpectRefused('"' + std::string(kHost) + "/files/../a\"", "File URL is invalid.");
  ExpectRefused('"' + std::string(kHost) + "/files/" + std::string(40, 'a') + ".png\"",
                "Existing file does not exist.");
  ExpectRefused("7", "The submitted data was not a file. Check the encoding type on the form.");
  const auto [path, url] = Put();
  world_->Expect(204, With("DELETE", path, "$admin"));
  ExpectRefused('"' + url + '"', "Existing file does not exist.");
  const Json refused = world_->Expect(
      400, Form("POST", kPhotos, "$admin", {}, {{"cover", "a.abcdefghijklmnopq", "x/y", "x"}}));
  EXPECT_EQ(ToText(refused),
            R"({"cover":["File provided has too long extension. Max 16 characters."]})");
  EXPECT_EQ(ToText(world_->Expect(
                400, Form("POST", kPhotos, "$admin", {}, {{"title", "a.txt", "text/plain", "x"}}))),
            R"({"title":["Not a valid string."]})");
}

TEST_P(SyncanoFiles, AFileOfAnotherInstanceDoesNotExist) {
  const auto [path, url] = Put();
  world_->Expect(201, With("POST", "/v1.1/instances/novigrad/classes/", "$stranger", "",
                           R"({"name":"photo","schema":[{"name":"cover","type":"file"}]})"));
  const Json refused =
      world_->Expect(400, With("POST", "/v1.1/instances/novigrad/classes/photo/objects/",
                               "$stranger", "", R"({"cover":")" + url + R"("})"));
  EXPECT_EQ(ToText(refused), R"({"cover":["Existing file does not exist."]})");
}

TEST_P(SyncanoFiles, OnlyWhoMayWriteTheObjectBringsFilesToIt) {
  const auto [path, url] = Put();
  const Upload other{"cover", "b.txt", "text/plain", "second"};
  world_->Expect(404, Form("PATCH", path, "$app", {}, {other}));
  world_->Expect(403, Form("PATCH", path, "$foreign", {}, {other}));
  world_->Expect(403, Form("POST", kPhotos, "", {}, {other}));
  EXPECT_EQ(Fetch(url).body, kCover.bytes);
}

TEST_P(SyncanoFiles, FilesGoWithTheirObjectItsOwnerItsClassAndItsInstance) {
  const auto of_object = Put();
  world_->Expect(204, With("DELETE", of_object.first, "$admin"));
  EXPECT_EQ(Fetch(of_object.second).status, 404);
  const Json owned =
      world_->Expect(201, Form("POST", kPhotos, "$admin", {{"owner", "2"}}, {kCover}));
  EXPECT_EQ(Fetch(UrlIn(owned)).status, 200);
  world_->Expect(204, With("DELETE", "/v1.1/instances/rivia/users/2/", "$admin"));
  EXPECT_EQ(Fetch(UrlIn(owned)).status, 404);
  const auto of_class = Put();
  world_->Expect(204, With("DELETE", "/v1.1/instances/rivia/classes/photo/", "$admin"));
  EXPECT_EQ(Fetch(of_class.second).status, 404);
  Make("classes", "photo", R"(,"schema":[{"name":"cover","type":"file"}])");
  const auto of_instance = Put();
  EXPECT_EQ(Fetch(of_instance.second).status, 200);
  world_->Expect(204, With("DELETE", "/v1.1/instances/rivia/", "$admin"));
  EXPECT_EQ(Fetch(of_instance.second).status, 404);
}

TEST_P(SyncanoFiles, AFieldThatIsRemovedHidesItsFile) {
  const auto [path, url] = Put();
  world_->Expect(200, With("PATCH", "/v1.1/instances/rivia/classes/photo/", "$admin", "",
                           R"({"schema":[{"name":"title","type":"string"}]})"));
  EXPECT_EQ(Fetch(url).status, 404);
}

TEST_P(SyncanoFiles, NothingIsSweptThatIsShown) {
  const auto [path, url] = Put();
  const auto [other_path, other_url] = Put();
  world_->Expect(204, With("DELETE", other_path, "$admin"));
  world_->clock().Advance(2 * Files::kStagedSeconds * 1'000'000);
  const auto swept = world_->core().files().Sweep(100);
  ASSERT_TRUE(swept);
  EXPECT_EQ(*swept, 1);
  EXPECT_EQ(Fetch(url).body, kCover.bytes);
}

TEST_P(SyncanoFiles, ProfilesHaveFilesToo) {
  world_->Expect(200, With("PATCH", "/v1.1/instances/rivia/classes/user_profile/", "$admin", "",
                           R"({"schema":[{"name":"avatar","type":"file"}]})"));
  const Json profile =
      world_->Expect(200, Form("PATCH", "/v1.1/instances/rivia/classes/user_profile/objects/1/",
                               "$admin", {}, {{"avatar", "a.png", "image/png", "face"}}));
  const std::string url = UrlIn(profile, "avatar");
  EXPECT_EQ(Fetch(url).body, "face");
  const Json user = world_->Expect(200, With("GET", "/v1.1/instances/rivia/users/1/", "$admin"));
  EXPECT_EQ(UrlIn(*user.Find("profile"), "avatar"), url);
  const Json same = world_->Expect(
      200, With("PATCH", "/v1.1/instances/rivia/users/1/", "$admin", "",
                R"({"profile":{"avatar":{"type":"file","value":")" + url + R"("}}})"));
  EXPECT_EQ(UrlIn(*same.Find("profile"), "avatar"), url);
  const Json made = world_->Expect(
      201,
      With("POST", "/v1.1/instances/rivia/users/", "$admin", "",
           R"({"username":"regis","password":"secret","profile":{"avatar":")" + url + R"("}})"));
  EXPECT_NE(UrlIn(*made.Find("profile"), "avatar"), url);
  EXPECT_EQ(Fetch(UrlIn(*made.Find("profile"), "avatar")).body, "face");
}

TEST_P(SyncanoFiles, AFormThatIsBrokenIsRefused) {
  Call call = Form("POST", kPhotos, "$admin", {}, {kCover});
  call.body.resize(call.body.size() - 6);
  EXPECT_EQ(ToText(world_->Expect(400, call)), R"({"detail":"Multipart form parse error."})");
}

TEST_P(SyncanoFiles, NothingElseIsBelowTheirPath) {
  for (const char* path : {"/files/", "/files/x", "/files/a/b", "/files/..%2f..%2fdata.key"}) {
    EXPECT_EQ(world_->Ask("GET", path).status, 404) << path;
  }
  const auto [path, url] = Put();
  const Reply deleted = world_->Ask("DELETE", url.substr(std::string(kHost).size()), "$admin");
  EXPECT_NE(deleted.status, 204);
  EXPECT_EQ(Fetch(url).status, 200);
}

GUILDHALL_EVERY_ENGINE(SyncanoFiles);

}  // namespace
}  // namespace guildhall::scenarios
