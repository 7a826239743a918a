/** The queue file's tables, as they have grown. */

/**
 * `counts` holds every total that `stats` and `tallyOf` show, for the whole queue (scope '') and for each run (scope =
 * run id). Triggers keep it, so reading a total costs the same in a queue of any size.
 */
const FIRST = `
CREATE TABLE runs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  model TEXT NOT NULL,
  digest TEXT NOT NULL,
  processor TEXT NOT NULL,
  concurrency INTEGER NOT NULL,
  parameters TEXT NOT NULL,  -- the RunRequest as JSON
  round INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('running', 'done')),
  started_at INTEGER NOT NULL,  -- ms since the epoch, as every *_at
  finished_at INTEGER
) STRICT;
CREATE INDEX runs_unfinished ON runs (seq) WHERE state = 'running';

CREATE TABLE candidates (
  seq INTEGER PRIMARY KEY,
  run_id TEXT NOT NULL REFERENCES runs (id),
  text TEXT NOT NULL,
  reason TEXT NOT NULL,
  tokens INTEGER NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE puzzles (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  run_id TEXT REFERENCES runs (id),
  f TEXT NOT NULL,
  header TEXT NOT NULL,
  shown TEXT NOT NULL,  -- JSON: ids of the seeds in the prompt
  tokens INTEGER NOT NULL,
  sampled INTEGER NOT NULL DEFAULT 0,  -- attempts that a run sampled
  sampled_verified INTEGER NOT NULL DEFAULT 0,
  pairs INTEGER NOT NULL DEFAULT 0,
  added_at INTEGER NOT NULL
) STRICT;
CREATE INDEX puzzles_of_run ON puzzles (run_id, seq);

CREATE TABLE attempts (
  seq INTEGER PRIMARY KEY,
  puzzle_id TEXT NOT NULL REFERENCES puzzles (id),
  run_id TEXT REFERENCES runs (id),
  g TEXT NOT NULL,
  verdict TEXT NOT NULL,
  detail TEXT NOT NULL,
  answer TEXT,
  ms REAL NOT NULL,
  tokens INTEGER NOT NULL,
  added_at INTEGER NOT NULL
) STRICT;

CREATE TABLE pairs (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,  -- of puzzle id and g's text, so one pair for each text
  puzzle_id TEXT NOT NULL REFERENCES puzzles (id),
  attempt INTEGER NOT NULL REFERENCES attempts (seq),
  run_id TEXT REFERENCES runs (id),
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'accepted', 'rejected', 'trained')),
  note TEXT NOT NULL DEFAULT '',
  added_at INTEGER NOT NULL,
  reviewed_at INTEGER
) STRICT;
CREATE INDEX pairs_by_state ON pairs (state, seq);
CREATE INDEX pairs_of_puzzle ON pairs (puzzle_id);

CREATE TABLE counts (
  scope TEXT NOT NULL,
  name TEXT NOT NULL,
  n INTEGER NOT NULL,
  PRIMARY KEY (scope, name)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER count_candidate AFTER INSERT ON candidates BEGIN
  INSERT INTO counts VALUES ('', 'rejected:' || new.reason, 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES (new.run_id, 'rejected:' || new.reason, 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES (new.run_id, 'tokens', new.tokens) ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER count_puzzle AFTER INSERT ON puzzles BEGIN
  INSERT INTO counts VALUES ('', 'puzzles', 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts SELECT new.run_id, 'puzzles', 1 WHERE new.run_id IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts SELECT new.run_id, 'tokens', new.tokens WHERE new.run_id IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
END;
CREATE TRIGGER count_attempt AFTER INSERT ON attempts WHEN new.run_id IS NOT NULL BEGIN
  INSERT INTO counts VALUES ('', 'attempts', 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES (new.run_id, 'attempts', 1) ON CONFLICT DO UPDATE SET n = n + 1;
  INSERT INTO counts VALUES (new.run_id, 'verified', new.verdict = 'verified')
    ON CONFLICT DO UPDATE SET n = n + excluded.n;
  INSERT INTO counts VALUES (new.run_id, 'tokens', new.tokens) ON CONFLICT DO UPDATE SET n = n + excluded.n;
  UPDATE puzzles SET sampled = sampled + 1, sampled_verified = sampled_verified + (new.verdict = 'verified')
    WHERE id = new.puzzle_id;
END;
CREATE TRIGGER count_pair AFTER INSERT ON pairs BEGIN
  INSERT INTO counts VALUES ('', 'pairs:' || new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
  UPDATE puzzles SET pairs = pairs + 1 WHERE id = new.puzzle_id;
END;
CREATE TRIGGER discount_pair AFTER DELETE ON pairs BEGIN
  UPDATE counts SET n = n - 1 WHERE scope = '' AND name = 'pairs:' || old.state;
  UPDATE puzzles SET pairs = pairs - 1 WHERE id = old.puzzle_id;
END;
CREATE TRIGGER count_solved AFTER UPDATE OF pairs ON puzzles WHEN (old.pairs > 0) <> (new.pairs > 0) BEGIN
  INSERT INTO counts VALUES ('', 'solved', 1) ON CONFLICT DO UPDATE SET n = n + (new.pairs > 0) - (old.pairs > 0);
  INSERT INTO counts SELECT new.run_id, 'solved', 1 WHERE new.run_id IS NOT NULL
    ON CONFLICT DO UPDATE SET n = n + (new.pairs > 0) - (old.pairs > 0);
END;
CREATE TRIGGER count_review AFTER UPDATE OF state ON pairs WHEN old.state <> new.state BEGIN
  UPDATE counts SET n = n - 1 WHERE scope = '' AND name = 'pairs:' || old.state;
  INSERT INTO counts VALUES ('', 'pairs:' || new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
`;

/**
 * What a review needs: pairs in several orders, by round, with tags, and a history that can be taken back.
 * `pairs` repeats its round, the length of its solution and its `ease`, so that each order is one of an index; triggers
 * keep them. `ease` is the solve rate, or 2 where nothing was sampled. `counts` has a scope `round:n` for each round.
 * A row of `reviews` is one action; it goes with the last of its changes that could be taken back.
 */
const REVIEWS = `
ALTER TABLE pairs ADD COLUMN tags TEXT NOT NULL DEFAULT '[]';  -- JSON
ALTER TABLE pairs ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pairs ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pairs ADD COLUMN ease REAL NOT NULL DEFAULT 2;

UPDATE pairs SET
  round = coalesce((SELECT round FROM runs WHERE id = run_id), 0),
  length = (SELECT length(g) FROM attempts WHERE seq = attempt),
  ease = (SELECT iif(sampled = 0, 2.0, 1.0 * sampled_verified / sampled) FROM puzzles WHERE id = puzzle_id);
INSERT INTO counts SELECT 'round:' || round, 'pairs:' || state, count(*) FROM pairs GROUP BY round, state;

CREATE INDEX pairs_by_ease ON pairs (state, ease, seq);
CREATE INDEX pairs_by_length ON pairs (state, length, seq);
CREATE INDEX pairs_of_round ON pairs (round, state, seq);
CREATE INDEX pairs_of_round_by_ease ON pairs (round, state, ease, seq);
CREATE INDEX pairs_of_round_by_length ON pairs (round, state, length, seq);
CREATE INDEX pairs_with_tags ON pairs (tags) WHERE tags <> '[]';
CREATE INDEX attempts_of_puzzle ON attempts (puzzle_id);

CREATE TRIGGER place_pair AFTER INSERT ON pairs BEGIN
  UPDATE pairs SET
    round = coalesce((SELECT round FROM runs WHERE id = run_id), 0),
    length = (SELECT length(g) FROM attempts WHERE seq = attempt),
    ease = (SELECT iif(sampled = 0, 2.0, 1.0 * sampled_verified / sampled) FROM puzzles WHERE id = puzzle_id)
    WHERE seq = new.seq;
  INSERT INTO counts SELECT 'round:' || round, 'pairs:' || state, 1 FROM pairs WHERE seq = new.seq
    ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER discount_round AFTER DELETE ON pairs BEGIN
  UPDATE counts SET n = n - 1 WHERE scope = 'round:' || old.round AND name = 'pairs:' || old.state;
END;
CREATE TRIGGER count_round_review AFTER UPDATE OF state ON pairs WHEN old.state <> new.state BEGIN
  UPDATE counts SET n = n - 1 WHERE scope = 'round:' || old.round AND name = 'pairs:' || old.state;
  INSERT INTO counts VALUES ('round:' || new.round, 'pairs:' || new.state, 1) ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER rate_pairs AFTER UPDATE OF sampled, sampled_verified ON puzzles WHEN new.pairs > 0 BEGIN
  UPDATE pairs SET ease = 1.0 * new.sampled_verified / new.sampled WHERE puzzle_id = new.id;
END;

CREATE TABLE reviews (
  seq INTEGER PRIMARY KEY,
  state TEXT NOT NULL,  -- that the pairs were given
  made_at INTEGER NOT NULL
) STRICT;
CREATE TABLE review_changes (
  review INTEGER NOT NULL REFERENCES reviews (seq),
  pair INTEGER NOT NULL REFERENCES pairs (seq) ON DELETE CASCADE,
  state TEXT NOT NULL,  -- that the pair had before
  PRIMARY KEY (review, pair)
) STRICT, WITHOUT ROWID;
CREATE INDEX review_changes_of_pair ON review_changes (pair);
CREATE TRIGGER forget_review AFTER UPDATE OF state ON pairs WHEN new.state = 'trained' BEGIN
  DELETE FROM review_changes WHERE pair = new.seq;
END;
CREATE TRIGGER forget_empty_review AFTER DELETE ON review_changes
  WHEN NOT EXISTS (SELECT 1 FROM review_changes WHERE review = old.review) BEGIN
  DELETE FROM reviews WHERE seq = old.review;
END;
`;

/** Tuned models with their lineage, and the pairs that each was tuned on. */
const MODELS = `
CREATE TABLE models (
  name TEXT PRIMARY KEY,  -- that Ollama serves it under
  lineage TEXT NOT NULL,  -- JSON
  created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE model_pairs (
  model TEXT NOT NULL REFERENCES models (name) ON DELETE CASCADE,
  pair TEXT NOT NULL,  -- its id: a pair from a file need not be in the queue
  PRIMARY KEY (model, pair)
) STRICT, WITHOUT ROWID;
`;

/** Step n brings a file from version n to n + 1. Steps are only ever added. */
export const MIGRATIONS: readonly string[] = [FIRST, REVIEWS, MODELS];
