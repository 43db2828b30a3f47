/** What C, C++ and the headers that everybody includes keep for themselves. */

const keywords =
  "alignas alignof auto bool break case char complex const constexpr continue default do double else enum extern false " +
  "float for goto if imaginary inline int long noreturn nullptr register restrict return short signed sizeof static " +
  "static_assert struct switch thread_local true typedef typeof typeof_unqual union unsigned void volatile while asm fortran";

const keywordsOfCpp =
  "and and_eq bitand bitor catch char16_t char32_t char8_t class co_await co_return co_yield compl concept const_cast " +
  "consteval constinit decltype delete dynamic_cast explicit export friend mutable namespace new noexcept not not_eq " +
  "operator or or_eq private protected public reinterpret_cast requires static_cast template this throw try typeid " +
  "typename using virtual wchar_t xor xor_eq";

/** Macros without a capital letter: of libraries, and those by which compilers tell what they compile for. */
const macros =
  "arm assert errno i386 linux mips near far huge interface unix vax sun sparc powerpc ppc pixel vector major minor makedev " +
  "null nil small min max offsetof setjmp signbit isnan isinf isfinite isnormal fpclassify stdin stdout stderr va_arg " +
  "va_copy va_end va_list va_start getc putc getchar putchar feof ferror sa_handler sa_sigaction si_value si_pid " +
  "s_addr st_atime st_mtime st_ctime h_errno environ log2 alloca unreachable kill_dependency i860 i960 m68k pdp11 ns32000";

/** Cannot name a member of a struct or union. */
export const keptFromMembers: ReadonlySet<string> = new Set(`${keywords} ${keywordsOfCpp} ${macros}`.split(" "));

/** Words that have an underscore in them: what is made of two names could be one. */
export const keptFromGlobals: ReadonlySet<string> = keptFromMembers;

/** What begins like this and goes on behind an underscore may be a type, limit or macro of a standard header, or Skerry's. */
const keptPrefixes =
  /^(skerry.*|u?int(_?(least|fast))?_?\d*|u?int_?(max|ptr)|s?size|ptrdiff|wchar|wint|sig(_atomic)?|max_align|nullptr|atomic.*|memory|s?char|uchar|u?shrt|u?l?long|bool|flt|dbl|ldbl|decimal|offset|va|static|thread|assert|errno|std|stdc|eof|null)$/;

export function isKeptPrefix(prefix: string): boolean {
  return keptPrefixes.test(prefix);
}
