// Package storetest is the contract that every data.Store passes.
package storetest
