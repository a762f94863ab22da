// Messages over NATS JetStream. Read Outbox in @deciduous/runtime first.
export * as NatsConsumer from "./NatsConsumer.ts"
export * as NatsPublisher from "./NatsPublisher.ts"
