// @event-driven-io/emmett's store in memory, which keeps the objects that it is given.
import { CommandHandler, getInMemoryEventStore, STREAM_DOES_NOT_EXIST } from "@event-driven-io/emmett"
import type { Open } from "../compare/Contender.ts"
import { history, type JsonEvent } from "../compare/history.ts"
import { perform, type PromiseOp } from "../compare/perform.ts"
import { decideDeposit, evolve, type PlainAccount, unopened } from "../compare/plainAccount.ts"

export const open: Open<PromiseOp> = async () => {
  const store = getInMemoryEventStore()
  const handle = CommandHandler<PlainAccount, AccountEvent>({ evolve, initialState: () => unopened })
  return {
    perform,
    append: (account, events) => () =>
      store.appendToStream(account, history(events).map(asEvent), { expectedStreamVersion: STREAM_DOES_NOT_EXIST }),
    deposit: (account) => () => handle(store, account, (state) => asEvent(decideDeposit(state))),
    close: async () => {}
  }
}

type AccountEvent = { readonly type: JsonEvent["type"]; readonly data: JsonEvent["data"] }

const asEvent = ({ data, type }: JsonEvent): AccountEvent => ({ type, data })
