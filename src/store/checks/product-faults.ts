import { PresentsError } from '../../model/presents-error.ts';

/** The fault of a cached product that is not there. */
export function noProduct(productId: string): PresentsError {
  return new PresentsError(`There is no cached product “${productId}”.`, {
    code: 'not_found',
    nextStep: 'Check the product id.',
  });
}

/** The fault of giving a status back to an entry that nobody took it from. */
export function notInvalidated(productId: string, status: string): PresentsError {
  return new PresentsError(`The entry “${productId}” is not invalidated: its status is “${status}”.`, {
    code: 'refused',
    nextStep: 'Nothing was changed.',
  });
}

/** The fault of a product id that stands twice. */
export function severalProducts(productId: string): PresentsError {
  const nextStep = 'Product ids must be unique: correct that in the database first.';
  return new PresentsError(`Several cached products have the id “${productId}”.`, { code: 'invalid', nextStep });
}
