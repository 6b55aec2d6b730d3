/** By itself, since signing out removes the database without what reads and writes it. */
export const DATABASE = 'epacs-unfinished-transfers'
