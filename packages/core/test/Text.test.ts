import { Scalar } from "@deciduous/core"
import { strictness } from "./scalars.ts"

strictness("text", Scalar.Text, {
  accepted: ["", " ", "a", "\n", "\u{1F333}", "\uFFFD", "\u0001", "e\u0301"],
  refused: ["\0", "a\0b", "\uD83C", "\uDF33", "\uDF33\uD83C"]
})

strictness("any text", Scalar.AnyText, { accepted: ["", "\0", "\uD83C"], refused: [] })

strictness("a UUID", Scalar.Uuid, {
  accepted: [
    "0190a5c8-7b3a-7c4d-9e2f-0123456789ab",
    "00000000-0000-0000-0000-000000000000",
    "ffffffff-ffff-ffff-ffff-ffffffffffff"
  ],
  refused: [
    "",
    "0190A5C8-7B3A-7C4D-9E2F-0123456789AB",
    "0190a5c87b3a7c4d9e2f0123456789ab",
    "{0190a5c8-7b3a-7c4d-9e2f-0123456789ab}",
    "0190a5c8-7b3a-7c4d-9e2f-0123456789a",
    "0190a5c8-7b3a-7c4d-9e2f-0123456789abc",
    "0190a5c8-7b3a-7c4d-9e2f-0123456789ag",
    "0190a5c8-7b3a-7c4d-9e2f-0123456789ab\n",
    "urn:uuid:0190a5c8-7b3a-7c4d-9e2f-0123456789ab"
  ]
})

strictness("an e-mail address", Scalar.Email, {
  accepted: ["a@b", "ada@example.com", "a.b+c@x-y.example", "!#$%&'*+/=?^_`{|}~-@a.b"],
  refused: [
    "",
    "a",
    "@b",
    "a@",
    "a b@c.d",
    "a@b..c",
    "a@-b.c",
    "a@b-.c",
    "a@b.c\n",
    "Ada <ada@example.com>",
    `a@${"b".repeat(64)}.c`,
    "\u00E9@b.c",
    "a@b@c"
  ]
})

strictness("a URI", Scalar.Uri, {
  accepted: ["https://example.com", "http://a/b?c#d", "mailto:ada@example.com", "urn:isbn:0451450523"],
  refused: ["", "a", "/path", "//host", "example.com", "http://", "https://a b.c/\0"]
})

strictness("a plain date", Scalar.PlainDate, {
  accepted: ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2023-04-30"],
  refused: [
    "",
    "2024",
    "2024-2-9",
    "2024-02-30",
    "2023-02-29",
    "1900-02-29",
    "2024-04-31",
    "2024-13-01",
    "2024-00-10",
    "2024-01-00",
    "0000-01-01",
    "10000-01-01",
    "2024-02-29T00:00:00Z",
    "20240229",
    "2024-02-29\n",
    " 2024-02-29"
  ]
})
