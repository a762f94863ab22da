const same = (event: unknown) => event

export const upcasters = {
  "ClockRead@1": same,
  "ClockHeld@1": same,
  "ChanceTaken@1": same,
  "WorldAsked@1": same,
  "PromiseMade@1": same,
  "ZoneAssumed@1": same,
  "LocaleAssumed@1": same,
  "StateKept@1": same,
  "CacheFilled@1": same,
  "HelperCalled@1": same,
  "ImportFollowed@1": same,
  "PackageTrusted@1": same,
  "ClassUsed@1": same,
  "ElsewhereWritten@1": same,
  "OrderMissed@1": same,
  "LegalWritten@1": same,
  "LegalShadowed@1": same,
  "LegalOrdered@1": same,
  "LegalSpread@1": same,
  "OrderSplit@1": same
}
