// Every aggregate of the project, for `deciduous state`.
export { ShoppingCart } from "./ShoppingCart.ts"
