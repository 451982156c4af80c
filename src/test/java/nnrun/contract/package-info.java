/// What every component of every catalogue must do, and the reference numbers it must reproduce.
package nnrun.contract;
