declare const brand: unique symbol;

/** Values of `Base` that no other values can stand for; made by functions of generated code. Only a type: nothing is added. */
export type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };
