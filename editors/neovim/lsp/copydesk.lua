-- Read by Neovim 0.11 and later after `vim.lsp.enable('copydesk')`.
return require('copydesk').config()
