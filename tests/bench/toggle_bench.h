// What a toggle in the Recommend workspace costs, on a generated world of users and items. Prints one table row.
#pragma once

namespace marcie::bench {

// Makes a world in a temporary folder, trains it for an epoch (not measured), and then forgets a history item, switches
// an annotation, `rounds` times each after a first time that fills what is kept.
void measureToggles(int users, int items, int interactions, int width, int rounds, int threads);

}  // namespace marcie::bench
