"""Small reusable widgets: forms, money fields, banners, badges, tables."""
