// The event in the name of a type, whatever an event store puts around it. Read by the validator.

/** `OrderPlaced` of `Shop.Events.OrderPlaced, Shop`, `com.shop.OrderPlaced.v1` and `App\Events\OrderPlaced`. */
export const eventIn = (type: string): string => {
  const [name = type] = type.split(",")
  const parts = name.trim().split(/[./\\:+$#]+/).filter((part) => part !== "" && !/^(?:v?\d+|events?)$/i.test(part))
  return parts.at(-1) ?? type
}
