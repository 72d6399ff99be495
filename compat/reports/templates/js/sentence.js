/* The first sentence of an answer, as compat/reports/difference/sentence.py puts it together: the one
   thing that changes, in whose code, and since when. A test holds both equal. */

/** Return whether the upgrade may be made, and what it changes first of all. */
function sentence(known, found) {
  const { source, target } = found;
  if (source === target) { return WORDS.sameEnds; }
  switch (found.decision) {
    case "blocked": return fill(WORDS.blocked, { target: endWords(known, target), obstacle: target.kind.obstacle });
    case "not-known": return sentenceUnknown(known, found);
    case "needs-changes": return sentenceChanges(known, found);
    default: return sentenceSafe(known, found);
  }
}

function sentenceUnknown(known, found) {
  if (!found.target.probed) {
    return fill(WORDS.notMeasuredEnd, {
      target: endWords(known, found.target), status: WORDS.statuses[found.target.kind.status],
    });
  }
  const count = found.changes.filter(each => each.effect === "unknown").length;
  return counted(WORDS.couldNotCompare, count, { measured: found.measured });
}

function sentenceChanges(known, found) {
  const losses = found.changes.filter(each => DECISIVE.has(each.effect));
  const unhelped = losses.filter(each => each.remedy === null).length;
  return sentences(
    firstLoss(known, losses, unhelped < losses.length),
    notTheCause(found, losses[0]),
    unhelped === 0 ? "" : unhelped === losses.length ? WORDS.noFix : counted(WORDS.noFixFor, unhelped),
    missedInBoth(known, found),
    getBetter(known, found),
  );
}

/** Return the first loss, and how many others are like it. */
function firstLoss(known, losses, helped) {
  const what = whatIsLost(known, losses[0]);
  const changes = losses.length;
  if (changes === 1) { return fill(helped ? WORDS.oneChange : WORDS.oneLoss, { what }); }
  const core = lostAndSince(known, losses[0]);
  const alike = losses.filter(each => lostAndSince(known, each) === core).length - 1;
  if (!alike) { return fill(helped ? WORDS.changes : WORDS.losses, { changes, what }); }
  return counted(helped ? WORDS.changesAlike : WORDS.lossesAlike, alike, { changes, what });
}

function sentenceSafe(known, found) {
  const byHand = found.changes.filter(each => each.effect === "by-hand");
  if (byHand.length) {
    return sentences(
      fill(WORDS.byHand, { what: whatIsLost(known, byHand[0]) }),
      notTheCause(found, byHand[0]),
      byHand.length > 1 ? counted(WORDS.byHandMore, byHand.length - 1) : "",
      missedInBoth(known, found),
      getBetter(known, found),
    );
  }
  const said = missesMost(found) ? fill(WORDS.butMissed, { missed: whatIsMissed(known, found) })
    : found.changes.length ? WORDS.nothingWorse : counted(WORDS.nothingChanges, found.same);
  return sentences(said, getBetter(known, found));
}

function getBetter(known, found) {
  const better = found.changes.filter(each => each.effect === "better");
  return better.length ? counted(WORDS.getBetter, better.length, { code: whose(known, better[0].scenario) }) : "";
}

const missesMost = found => found.missed.length > 0 && 2 * found.missed.length >= found.same + found.changes.length;

const missedInBoth = (known, found) =>
  (missesMost(found) ? fill(WORDS.missed, { missed: whatIsMissed(known, found) }) : "");

function whatIsMissed(known, found) {
  const first = found.missed[0];
  const more = found.missed.length - 1;
  const what = `${whose(known, first)} ${stateOf(known, found.target, first).lacks}`;
  return more ? counted(WORDS.missedMore, more, { what, measured: found.same + found.changes.length }) : what;
}

const whatIsLost = (known, change) => `${whose(known, change.scenario)} ${lostAndSince(known, change)}`;

const whose = (known, place) => known.scenarios[place].whose || fill(WORDS.like, { scenario: known.scenarios[place].id });

/** Return what is lost, and since when: by the last change-over on the axis that brings it. */
function lostAndSince(known, change) {
  const turn = change.turns.filter(each => each.axis === change.axis).at(-1);
  if (turn === undefined) { return change.loses; }
  return change.loses + fill(WORDS.since[manner(known, turn)], { ...turn, name: WORDS.names[turn.axis] });
}

/** Return how a change-over is told: since the first, before the last, or between them. */
function manner(known, turn) {
  if (!turn.exact) { return "between"; }
  const ordered = { python: known.pythons, core: known.releases, layer: known.layers }[turn.axis];
  return ordered.indexOf(turn.last) < ordered.indexOf(turn.first) ? "since" : "before";
}

/** Return what does not cause a change, where several axes move. */
function notTheCause({ source, target }, change) {
  if (source.layer !== null) { return notTheCauseOfPairs(source, target, change); }
  if (source.python === target.python || source.core === target.core || !change.sure) { return ""; }
  switch (change.axis) {
    case "python": return fill(WORDS.notTheCause, { name: WORDS.names.core });
    case "core": return fill(WORDS.notTheCause, { name: WORDS.names.python });
    case "both": return WORDS.needsBoth;
    case "either": return WORDS.either;
    default: return "";
  }
}

function notTheCauseOfPairs(source, target, { axis, sure }) {
  const moved = movesOf(source, target);
  const others = moved.filter(each => each !== axis).map(each => WORDS.names[each]);
  if (!sure || !moved.includes(axis) || !others.length) { return ""; }
  return others.length === 1 ? fill(WORDS.notTheCause, { name: others[0] }) : fill(WORDS.neitherIsTheCause, { names: others.join(" and ") });
}

const sentences = (...parts) => parts.filter(Boolean).join(" ");
