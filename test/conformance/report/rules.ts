// What an event store and everything that is fed by it must never get wrong, by number. Tests name these numbers.
export interface Group {
  readonly name: string
  readonly rules: Readonly<Record<number, string>>
  /** What of this group is not tested yet, and why; a text for all of it, or by number, also for a part of a rule. */
  readonly later?: string | Readonly<Record<number, string>>
}

export const groups: ReadonlyArray<Group> = [
  {
    name: "A. Appends, and those who append at the same time",
    rules: {
      1: "of appends that expect one version at the same time exactly one wins; the others get a typed conflict",
      2: "who expects no stream is refused where there is one",
      3: "who expects the stream to exist is refused where it does not",
      4: "appends at any version all succeed at the same time, and none is lost",
      5: "versions are 1, 2, 3, ... and none is used twice",
      6: "an append is written as a whole or not at all, also when the client or its session is killed",
      7: "appends to several streams are all written, or none is",
      8: "a conflict tells stream, expected and actual version",
      9: "an event id that comes again: the same content gets the first answer, other content a typed error",
      10: "a command id that comes again is not decided again, and gets the same answer, in any process",
      11: "a connection lost before or after COMMIT is a typed unknown outcome; a retry leaves one copy",
      12: "an append of nothing is an input error, never a conflict",
      13: "what was acknowledged survives a server that crashes at once",
      14: "a full disk is a typed error, leaves nothing half-written, and appends go on once there is room",
      15: "a session that is ended while idle or listening is no uncaught exception",
      16: "10,000 events go in one append; more are refused before anything is sent",
      17: "one event id twice in an append is refused"
    }
  },
  {
    name: "B. Order and reading",
    rules: {
      18: "who follows the log gets every committed event once, whatever order commits come in",
      19: "a transaction that began first and commits last is not passed over",
      20: "the log read later, in parts of any size, has the order in which it was followed live",
      21: "a part may end inside a transaction: nothing is left out or given twice",
      22: "a transaction that is rolled back leaves no gap that readers wait for",
      23: "a foreign transaction that does not end makes readers skip nothing, and is reported",
      24: "a log restored into a younger cluster is refused or adopted, never silently invisible",
      25: "a position beyond the log's end is detected, not waited on",
      26: "from the end gives later events only",
      27: "ranges (from, to, limit, backward) are exact",
      28: "a stream that grows while it is read is read up to a place, without a gap",
      29: "what begins after something was acknowledged stands after it, across streams",
      30: "a filtered subscription goes on past what it does not want, and never past what it has not given",
      31: "a read that waits for a position is fresh, or fails typed in time",
      32: "as of a position or a time is repeatable, by stored times",
      33: "what a deleted or archived stream means is declared, and versions are not used again",
      34: "reading a million events takes constant memory"
    },
    later: {
      33: "streams cannot be deleted or archived yet"
    }
  },
  {
    name: "C. Projections, checkpoints, leases",
    rules: {
      35: "rows and checkpoint are one transaction: a kill at any step leaves each row once",
      36: "a checkpoint is written by its present owner only",
      37: "of two workers of one name one works and the other waits",
      38: "a worker that was stopped beyond its lease does no harm when it goes on",
      39: "a lease is kept without events to handle",
      40: "after kill -9 another takes over within the lease",
      41: "workers go on by themselves after a server's restart",
      42: "any session may be ended at any time",
      43: "a lost notification or listener costs time and no event",
      44: "a poisonous event is retried, then handled by the policy; others go on",
      45: "after a roll-back memory and database agree on the position",
      46: "a dead letter keeps id, cause and attempts, and is replayed once",
      47: "a checkpoint never moves back by itself",
      48: "an inline projection is one with the append",
      49: "a rebuild beside live traffic ends at the fresh fold",
      50: "a rebuild that was killed goes on, and is never half active",
      51: "a change between async and inline handles each event once",
      52: "a second replay gives the same read model",
      53: "shards keep the order of each stream, also when their number changes",
      54: "a slow handler with a long backlog takes bounded memory",
      55: "SIGTERM drains or rolls back, and gives the lease back",
      56: "a handler without transactions sees at most the declared repeats",
      57: "lag 0 means that nothing of the log is missing"
    }
  },
  {
    name: "D. Snapshots",
    rules: {
      58: "the table of what a snapshot store answers",
      59: "snapshot and tail are the full fold",
      60: "a snapshot of another reducer or schema is not used",
      61: "a corrupt snapshot is replayed past, with a warning",
      62: "a snapshot is never newer than committed events",
      63: "a snapshot that cannot be written fails no command",
      64: "of snapshots written at the same time the highest version stays",
      65: "a read of the past uses no later snapshot"
    }
  },
  {
    name: "E. Schemas and data",
    rules: {
      66: "old events are upcast on every way they are read",
      67: "a missing link in a chain of upcasts is met at the start",
      68: "an event split into none or several keeps position and checkpoint right",
      69: "an unknown type or a newer version is handled as declared, with a typed error",
      70: "what is stored is never rewritten",
      71: "every historic version can be read for ever",
      72: "old and new releases run side by side",
      73: "values come back exactly, or are refused",
      74: "texts that look like numbers and times stay texts",
      75: "U+0000 and halves of surrogate pairs are encoded reversibly or refused, and harm no neighbour",
      76: "deep nesting is a typed error, never a RangeError",
      77: "a payload above the limit is refused before it is encoded",
      78: "keys such as __proto__ are refused or without effect",
      79: "metadata cannot change the store's own fields",
      80: "any Unicode text of up to 2,000 bytes names a stream of its own; other texts are refused",
      81: "nothing that belongs to the whole process is changed"
    }
  },
  {
    name: "F. Process managers, outbox, timers",
    rules: {
      82: "state and commands of an event are one step; each command takes effect once",
      83: "an event that comes again is ignored",
      84: "events out of order are handled as declared",
      85: "events of one instance are handled one after the other",
      86: "a timer survives a restart and fires once",
      87: "compensation is tried until it is done or parked",
      88: "an outgoing message is one with its event",
      89: "messages go out in order for each key, at least once, under the event's id",
      90: "a relay killed between sending and marking leaves one message after removal of doubles",
      91: "without a broker appends go on, and the backlog goes out in order",
      92: "beyond a broker's own window the consumer's inbox removes doubles",
      93: "one poisonous message holds back no other key"
    }
  },
  {
    name: "G. Security, tenants, compliance",
    later: "it belongs to later work",
    rules: {
      94: "no name, filter or option is read as SQL",
      95: "the application's role cannot change or delete events",
      96: "no tenant reads or writes another's data by any way",
      97: "without a tenant there is nothing, not everything",
      98: "what was shredded is unreadable everywhere, and replay still works",
      99: "keys rotate, and ciphertext that was tampered with is a typed error",
      100: "a hash chain finds changes, deletions and insertions",
      101: "the chain has no fork under concurrent appends",
      102: "the runtime needs no right to create tables",
      103: "migrations run once, from every old version with data",
      104: "no payload and no secret stands in errors, logs or spans"
    }
  },
  {
    name: "H. Distribution, time, performance",
    later: "it belongs to later work",
    rules: {
      105: "an entity has one writer whatever happens to its runner",
      106: "a stale cache is refused by the version, and reloaded",
      107: "two singletons for a moment do no harm",
      108: "fail-over takes no longer than configured",
      109: "at a restart of the database every request ends in time",
      110: "a clock that jumps changes no lease",
      111: "no order comes from a clock",
      112: "a replica that lags or is gone is passed by, or fails typed in time",
      113: "one seed is one run; all stores do the same",
      114: "the history of each stream is linearizable",
      115: "appends to several streams do not deadlock",
      116: "performance has floors",
      117: "an hour of random faults loses nothing and leaks nothing"
    }
  }
]
