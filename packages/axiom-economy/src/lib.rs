//! Economies: templates, plans, founding, verification, upgrades.
