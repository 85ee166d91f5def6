import express from 'express';
import passport from 'passport';
import { openStore, type User } from 'predict-presents';
import { expressLogger, userOf } from 'predict-presents/express';

declare global {
  namespace Express {
    // What the program itself says of users.
    interface User {
      readonly roles?: readonly string[];
    }
  }
}

const store = await openStore('predict_presents.db');
const logger = expressLogger(store);
passport.serializeUser((user, done) => done(null, user.username));
express()
  .use('/admin', passport.authenticate('session'))
  .get('/api/:name', logger, (request, response) => {
    const user: User | undefined = request.user;
    const roles: readonly string[] | undefined = request.user?.roles;
    response.json({ user, roles, id: userOf(request).id, isIn: request.isAuthenticated() });
  });
