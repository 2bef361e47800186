// MovieLens as GroupLens publishes it (F. M. Harper, J. A. Konstan, ACM TiiS 5, 2015):
//   100K:   u.data (user, item, rating, time; tabs), u.item ("|", Latin-1, 19 flags for genres), u.genre
//   1M:     ratings.dat, movies.dat ("::", Latin-1)
//   latest: ratings.csv, movies.csv, tags.csv (free words of users)
// Genres, and words that at least two users gave, are annotations. Pictures: data.images, named by the film's number.
#include <array>
#include <filesystem>
#include <map>
#include <set>

#include "core/base/strings.h"
#include "core/data/layout.h"
#include "core/options/field.h"
#include "core/rec/data/reader.h"
#include "core/rec/data/tables.h"

namespace marcie::rec {
namespace fs = std::filesystem;
namespace {

constexpr std::array<std::string_view, 19> kGenres{"unknown",   "Action",   "Adventure",   "Animation", "Children's",
                                                   "Comedy",    "Crime",    "Documentary", "Drama",     "Fantasy",
                                                   "Film-Noir", "Horror",   "Musical",     "Mystery",   "Romance",
                                                   "Sci-Fi",    "Thriller", "War",         "Western"};
constexpr std::size_t kFirstFlag = 5;     // column of u.item
constexpr std::size_t kUsersOfAWord = 2;  // fewer make no annotation
constexpr std::string_view kNoGenres = "(no genres listed)";

enum class MovieLens { none, small100k, million, latest };

bool has(const fs::path& folder, const char* name) {
  std::error_code error;
  return fs::is_regular_file(folder / name, error);
}

fs::path ratingsOfMillion(const fs::path& folder) {
  for (const auto& file : data::filesIn(folder)) {
    const std::string name = file.filename().string();
    if (name.starts_with("ratings") && name.ends_with(".dat")) return file;
  }
  return {};
}

MovieLens layoutOf(const fs::path& folder) {
  if (has(folder, "u.data")) return MovieLens::small100k;
  if (has(folder, "movies.dat") && !ratingsOfMillion(folder).empty()) return MovieLens::million;
  if (has(folder, "ratings.csv") && has(folder, "movies.csv")) return MovieLens::latest;
  return MovieLens::none;
}

Recognition recogniseMovielens(const RecDataOptions& options) {
  const fs::path folder = folderOf(options);
  switch (layoutOf(folder)) {
    case MovieLens::small100k:
      return {0.95, "u.data (MovieLens 100K)"};
    case MovieLens::million:
      return {0.95, ratingsOfMillion(folder).filename().string() + " and movies.dat (MovieLens 1M)"};
    case MovieLens::latest:
      return {0.95, "ratings.csv and movies.csv (MovieLens latest)"};
    case MovieLens::none:
      break;
  }
  if (has(folder, "u.item") || has(folder, "movies.dat")) return {0.1, "films, but no ratings (u.data, ratings.dat)"};
  return {0, "no u.data, ratings.dat or ratings.csv with movies.csv"};
}

void addGenres(std::string_view genres, std::optional<std::int32_t> item, RecBuilder& builder) {
  if (!item || genres == kNoGenres) return;
  for (const std::string_view genre : split(genres, '|')) builder.annotate(*item, genre);
}

// Nothing for a film that is there already.
std::optional<std::int32_t> addFilm(std::string_view id, std::string_view title, const std::string& where,
                                    RecBuilder& builder) {
  const auto item = builder.listItem(id, where);
  if (item && !title.empty()) builder.data().items[static_cast<std::size_t>(*item)].title = title;
  return item;
}

// user, item, rating, time, in this order.
Result<void> addRatings(const fs::path& file, std::string_view separator, bool hasHeader, const StopToken& stop,
                        RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(file, builder));
  return forEachRow(text, separator, separator == ",", stop, [&](std::int64_t line, auto cells) {
    if (hasHeader && line == 1) return;
    const std::string where = RecBuilder::place(file, line);
    if (cells.size() < 3) return builder.problem("row", "rows with fewer than three cells: left out", where);
    const auto rating = numberIn(cells[2]);
    if (!rating) return builder.problem("rating", "ratings that are no numbers: left out", where);
    const auto time = cells.size() > 3 ? timeIn(cells[3]) : std::nullopt;
    builder.interaction(cells[0], cells[1], *rating, time.value_or(kNoTime), where);
  });
}

Result<void> readSmall(const fs::path& folder, const StopToken& stop, RecBuilder& builder) {
  builder.ratingScale(1, 5);
  if (has(folder, "u.item")) {
    MARCIE_ASSIGN(const std::string text, listText(folder / "u.item", builder));
    MARCIE_TRY(forEachRow(text, "|", false, stop, [&](std::int64_t line, auto cells) {
      const std::string where = RecBuilder::place("u.item", line);
      if (cells.size() < kFirstFlag + kGenres.size()) {
        return builder.problem("row", "films with fewer than 24 cells: left out", where);
      }
      const auto item = addFilm(cells[0], cells[1], where, builder);
      for (std::size_t g = 0; item && g < kGenres.size(); ++g) {
        if (cells[kFirstFlag + g] == "1") builder.annotate(*item, kGenres[g]);
      }
    }));
    builder.listOfItemsIsComplete();
  }
  return addRatings(folder / "u.data", "\t", false, stop, builder);
}

Result<void> readMillion(const fs::path& folder, const StopToken& stop, RecBuilder& builder) {
  builder.ratingScale(1, 5);
  MARCIE_ASSIGN(const std::string text, listText(folder / "movies.dat", builder));
  MARCIE_TRY(forEachRow(text, "::", false, stop, [&](std::int64_t line, auto cells) {
    const std::string where = RecBuilder::place("movies.dat", line);
    if (cells.size() < 3) return builder.problem("row", "films with fewer than three cells: left out", where);
    addGenres(cells[2], addFilm(cells[0], cells[1], where, builder), builder);
  }));
  builder.listOfItemsIsComplete();
  return addRatings(ratingsOfMillion(folder), "::", false, stop, builder);
}

// Words become annotations when two users gave them to some film; spelling counts without case.
Result<void> addWords(const fs::path& file, const StopToken& stop, RecBuilder& builder) {
  MARCIE_ASSIGN(const std::string text, listText(file, builder));
  std::map<std::string, std::set<std::string>> usersOf;
  std::vector<std::pair<std::int32_t, std::string>> words;
  MARCIE_TRY(forEachRow(text, ",", true, stop, [&](std::int64_t line, auto cells) {
    if (line == 1 || cells.size() < 3) return;
    const auto item = builder.findItem(cells[1]);
    if (!item) return;
    std::string word = toLower(cells[2]);
    usersOf[word].insert(std::string(cells[0]));
    words.emplace_back(*item, std::move(word));
  }));
  for (const auto& [item, word] : words) {
    if (usersOf[word].size() >= kUsersOfAWord) builder.annotate(item, word);
  }
  return {};
}

Result<void> readLatest(const fs::path& folder, const StopToken& stop, RecBuilder& builder) {
  builder.ratingScale(0.5, 5);
  MARCIE_ASSIGN(const std::string text, listText(folder / "movies.csv", builder));
  MARCIE_TRY(forEachRow(text, ",", true, stop, [&](std::int64_t line, auto cells) {
    if (line == 1) return;
    const std::string where = RecBuilder::place("movies.csv", line);
    if (cells.size() < 3) return builder.problem("row", "films with fewer than three cells: left out", where);
    addGenres(cells[2], addFilm(cells[0], cells[1], where, builder), builder);
  }));
  builder.listOfItemsIsComplete();
  if (has(folder, "tags.csv")) MARCIE_TRY(addWords(folder / "tags.csv", stop, builder));
  return addRatings(folder / "ratings.csv", ",", true, stop, builder);
}

Result<RecData> readMovielens(const RecDataOptions& options, const StopToken& stop) {
  const fs::path folder = folderOf(options);
  RecBuilder builder(options);
  switch (layoutOf(folder)) {
    case MovieLens::small100k:
      MARCIE_TRY(readSmall(folder, stop, builder));
      break;
    case MovieLens::million:
      MARCIE_TRY(readMillion(folder, stop, builder));
      break;
    case MovieLens::latest:
      MARCIE_TRY(readLatest(folder, stop, builder));
      break;
    case MovieLens::none:
      return Error{ErrorCode::notFound,
                   "there are no ratings of MovieLens in " + folder.string(),
                   "It needs u.data, ratings.dat with movies.dat, or ratings.csv with movies.csv",
                   {}};
  }
  picturesByName(options, builder);
  return builder.finish();
}

}  // namespace

const RecReader& movielensEntry() {
  static const RecReader entry{
      "movielens", MARCIE_TR("Data", "MovieLens"),
      MARCIE_TR("Data",
                "A folder of MovieLens as published: u.data with u.item (100K), ratings.dat with movies.dat (1M), or "
                "ratings.csv with movies.csv (latest)."),
      recogniseMovielens, readMovielens};
  return entry;
}

}  // namespace marcie::rec
