import { UserError } from '../../model/user-error.ts';

/** The fault of a cached product that is not there. */
export function noProduct(productId: string): UserError {
  return new UserError(`There is no cached product “${productId}”.`, { nextStep: 'Check the product id.' });
}

/** The fault of a product id that stands twice. */
export function severalProducts(productId: string): UserError {
  const nextStep = 'Product ids must be unique: correct that in the database first.';
  return new UserError(`Several cached products have the id “${productId}”.`, { nextStep });
}
