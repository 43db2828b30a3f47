/**
 * What generated declarations say of numbers and structs beyond TypeScript's own types. All of it is types alone: nothing
 * is added to any value, and every plain `number` or `bigint` passes, to be checked when it is written.
 */
declare const width: unique symbol;
declare const struct: unique symbol;

/** A number of which is known what it fits into; the properties are never there. */
type Wide<Base, Widths> = Base & { readonly [width]?: Widths | undefined };

/** A whole number from 0 to 255. */
export type U8 = Wide<number, "u8">;
/** A whole number from 0 to 65,535. */
export type U16 = Wide<number, "u8" | "u16">;
/** A whole number from 0 to 4,294,967,295. */
export type U32 = Wide<number, "u8" | "u16" | "u32">;
/** A whole number from 0 to 2^64 - 1. */
export type U64 = Wide<bigint, "u64">;
/** A whole number from -128 to 127. */
export type I8 = Wide<number, "i8">;
/** A whole number from -32,768 to 32,767. */
export type I16 = Wide<number, "u8" | "i8" | "i16">;
/** A whole number from -2,147,483,648 to 2,147,483,647. */
export type I32 = Wide<number, "u8" | "u16" | "i8" | "i16" | "i32">;
/** A whole number from -2^63 to 2^63 - 1. */
export type I64 = Wide<bigint, "i64">;

/** Keeps the values of one struct from standing for those of another that has fewer fields. Never there. */
export interface Struct<Name extends string> {
  readonly [struct]?: Name | undefined;
}

/** `Given` itself, or for a literal in it that does not fit `To`, words that say so: `"70000 does not fit u16"`. */
export type Fits<Given, To> = [Given] extends [Verdict<Given, To>] ? Given : Verdict<Given, To>;

/** Of a type that takes all that `To` has, and so holds no literals: itself. */
type Verdict<Given, To> = [To] extends [Given] ? Given : VerdictInside<Given, To>;

type VerdictInside<Given, To> = Given extends number | bigint
  ? VerdictOnNumber<Given, WidthOf<Extract<To, number | bigint>>>
  : Given extends readonly unknown[]
    ? { readonly [Index in keyof Given]: Verdict<Given[Index], ElementOf<To>> }
    : Given extends Plain
      ? Given
      : { readonly [Key in keyof Given]: VerdictOnProperty<Given, Key, ArmOf<To, Given>> };

/** What has nothing in it to look at. */
type Plain = string | boolean | null | undefined | symbol | Uint8Array | ((...given: never) => unknown);

type ElementOf<To> = To extends readonly (infer Element)[] ? Element : never;

/** Of a union the arm that is given. */
type ArmOf<To, Given> = Given extends { readonly kind: infer Kind }
  ? Extract<To, { readonly kind: Kind }>
  : To & object;

type VerdictOnProperty<Given, Key extends keyof Given, To> = Key extends keyof To
  ? Verdict<Given[Key], To[Key]>
  : Key extends string
    ? `there is no field ${Key}`
    : Given[Key];

type VerdictOnNumber<Given extends number | bigint, Width extends WidthName> = [Width] extends [never]
  ? Given
  : number extends Given
    ? Given
    : bigint extends Given
      ? Given
      : IsWithin<`${Given}`, Width> extends true
        ? Given
        : `${Given} does not fit ${Width}`;

/** The greatest value of each integer, and how far it reaches below zero. */
interface Limits {
  readonly u8: ["255", "0"];
  readonly u16: ["65535", "0"];
  readonly u32: ["4294967295", "0"];
  readonly u64: ["18446744073709551615", "0"];
  readonly i8: ["127", "128"];
  readonly i16: ["32767", "32768"];
  readonly i32: ["2147483647", "2147483648"];
  readonly i64: ["9223372036854775807", "9223372036854775808"];
}

type WidthName = keyof Limits;

/** The largest of the widths that a type lists. */
type WidthOf<To> = To extends { readonly [width]?: infer Widths } ? Largest<Exclude<Widths, undefined>> : never;
type Largest<Widths> = "u64" extends Widths
  ? "u64"
  : "i64" extends Widths
    ? "i64"
    : "u32" extends Widths
      ? "u32"
      : "i32" extends Widths
        ? "i32"
        : "i16" extends Widths
          ? "i16"
          : "u16" extends Widths
            ? "u16"
            : "i8" extends Widths
              ? "i8"
              : "u8" extends Widths
                ? "u8"
                : never;

/** Whether the text of a number is a whole one within the limits. */
type IsWithin<Text extends string, Width extends WidthName> = Text extends `${string}${"." | "e"}${string}`
  ? false
  : Text extends `-${infer Digits}`
    ? IsAtMost<Digits, Limits[Width][1]>
    : IsAtMost<Text, Limits[Width][0]>;

/** Compares digits from the left: the longer number is greater, of two as long the one with the first greater digit. */
type IsAtMost<
  Digits extends string,
  Limit extends string,
  Sofar extends "equal" | "less" | "greater" = "equal",
> = Digits extends `${infer Digit}${infer Rest}`
  ? Limit extends `${infer LimitDigit}${infer LimitRest}`
    ? IsAtMost<Rest, LimitRest, Sofar extends "equal" ? CompareDigits<Digit, LimitDigit> : Sofar>
    : false
  : Limit extends ""
    ? Sofar extends "greater"
      ? false
      : true
    : true;

type CompareDigits<Digit extends string, Limit extends string> = Digit extends Limit
  ? "equal"
  : "0123456789" extends `${string}${Digit}${string}${Limit}${string}`
    ? "less"
    : "greater";
