"""The rights of this room; read when Django starts."""

from lienmach.org import registry

registry.right("org.units", "Quản lý đơn vị", "quantri", "noivu")
registry.right("org.people", "Quản lý người dùng, giao quyền", "quantri")
registry.right("org.roles", "Sửa vai trò", "quantri")
registry.right("org.audit", "Xem nhật ký", "quantri", "thanhtra")
