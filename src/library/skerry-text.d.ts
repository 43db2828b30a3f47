/** A description as the bundler and the tests load it: its text. */
declare module "*.skerry" {
  const text: string;
  export default text;
}
