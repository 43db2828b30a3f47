// What a pool's thread does: nothing.
// biome-ignore lint/style/noDefaultExport: that is how pools find it
export default () => {};
