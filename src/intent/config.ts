export type Config = { readonly health: { readonly max_age: string } };
