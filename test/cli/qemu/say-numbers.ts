/** For programs in C: `say(me, "what ", 1, 2)` logs that, none of the numbers below 0. */
export const sayNumbers = `
static char *print(char *to, int64_t number) {
  if (number > 9) to = print(to, number / 10);
  *to++ = (char)('0' + number % 10);
  *to = 0;
  return to;
}

static void say(skerry_program *me, const char *what, int64_t one, int64_t other) {
  char text[64], *at = text;
  while (*what != 0) *at++ = *what++;
  at = print(at, one);
  *at++ = ' ';
  print(at, other);
  skerry_log(me, text);
}
`;
